"""Step kind: text to data."""
