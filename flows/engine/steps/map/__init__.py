"""Step kind: a JSONata mapping."""
