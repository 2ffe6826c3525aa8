"""Step kind: an operation of a connection."""
