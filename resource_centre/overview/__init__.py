"""What needs somebody now, across all features: the figures and lists of the Today page."""
