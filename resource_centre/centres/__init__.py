"""Centres, their opening hours, closures and public holidays."""
