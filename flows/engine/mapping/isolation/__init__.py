"""Evaluation in processes that can be killed; ``flows.engine.mapping.isolated`` is the way in."""
