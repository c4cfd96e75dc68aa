"""Importing files: choosing one, its columns, what would happen, the writing."""
