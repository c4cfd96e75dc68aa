"""The schema as frozen steps; never imports models."""
