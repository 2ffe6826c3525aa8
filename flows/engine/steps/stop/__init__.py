"""Step kind: end the execution."""
