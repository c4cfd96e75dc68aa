"""Settings: the own profile and look; for administrators the centre, people, data and the log."""
