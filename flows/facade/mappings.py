"""Trying out a mapping, with the evaluator and the limits of an execution."""

from importlib import import_module
from typing import Any

from connectors.sdk.types import JSON


def preview(expression: str, input: JSON, bindings: JSON = None) -> Any:
    """Evaluates the expression in a process that can be ended; raises MappingError with line and
    column. ``bindings`` holds variables by name, as ``trigger`` for ``$trigger``."""
    names = {name.removeprefix("$"): value for name, value in (bindings or {}).items()}
    return import_module("flows.engine.mapping.isolated").evaluate_isolated(expression, input, names)
