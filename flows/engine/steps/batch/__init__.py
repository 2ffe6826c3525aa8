"""Step kind: many records in chunks, each with its own outcome."""
