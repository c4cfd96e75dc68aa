"""School engagement events, their sessions and attendance."""
