"""Step kind: an event for other flows."""
