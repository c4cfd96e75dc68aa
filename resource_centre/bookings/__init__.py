"""Lab bookings and loans."""
