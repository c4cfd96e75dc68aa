"""The window: pages over services and queries; the only room that knows Qt."""
