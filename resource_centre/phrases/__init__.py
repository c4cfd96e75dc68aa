"""What people type: names however they are spelled, and commands in three languages. No database, no window."""
