"""Today: what needs the person, and what takes place."""
