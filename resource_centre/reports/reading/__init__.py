"""Reading the rows of a summary: a few set-based selects for each feature."""
