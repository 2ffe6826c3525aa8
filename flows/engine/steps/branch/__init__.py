"""Step kind: the first case that holds."""
