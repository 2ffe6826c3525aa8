"""Step kind: a JSON Schema as a gate."""
