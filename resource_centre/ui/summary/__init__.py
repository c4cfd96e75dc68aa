"""The monthly activity summary: figures, charts, the rows behind each, locking."""
