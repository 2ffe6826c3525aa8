"""Trying out a mapping, with the evaluator and the limits of an execution."""

from connectors.sdk.types import JSON
from flows.engine.mapping.isolated import Evaluation, evaluate_isolated


def preview(expression: str, input: JSON, bindings: JSON = None) -> Evaluation:
    """Evaluates the expression in a process that can be ended; raises MappingError with line and
    column. ``bindings`` holds variables by name, as ``trigger`` for ``$trigger``."""
    names = {name.removeprefix("$"): value for name, value in (bindings or {}).items()}
    return evaluate_isolated(expression, input, names)
