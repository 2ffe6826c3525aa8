"""Step kind: go on later."""
