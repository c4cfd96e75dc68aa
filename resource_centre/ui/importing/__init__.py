"""Importing files, with a preview of what would happen."""
