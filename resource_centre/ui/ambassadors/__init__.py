"""Ambassadors: profiles, clearances, availability, hours."""
