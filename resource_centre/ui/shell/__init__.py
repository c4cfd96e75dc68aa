"""The window: rail, header, pages, status line."""
