"""The one door to time: activities, allocations, series, free slots."""
