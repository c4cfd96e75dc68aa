"""Who changed what, when, and every step of every state."""
