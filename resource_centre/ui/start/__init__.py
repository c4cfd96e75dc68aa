"""What comes before the window: the first start, and who is there."""
