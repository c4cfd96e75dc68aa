"""One believable sample network."""
