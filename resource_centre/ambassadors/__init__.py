"""Ambassadors: clearances, availability, assignments and hours."""
