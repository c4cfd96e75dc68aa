"""What can be booked: labs, equipment models and units, kits, outages."""
