"""The command field (Ctrl K): go anywhere, find anything, do anything by typing."""
