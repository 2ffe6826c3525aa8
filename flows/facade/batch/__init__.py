"""Batches: many records of one execution, read, mapped, sent and accounted for in chunks."""
