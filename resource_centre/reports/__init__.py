"""The monthly activity summary."""
