"""People, their roles, what each role may do, and signing in."""
