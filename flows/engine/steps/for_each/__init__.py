"""Step kind: a chain of steps for every item of a list."""
