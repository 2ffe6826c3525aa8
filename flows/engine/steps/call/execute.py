"""An operation of a connection. The Run hands the call to its host and waits for the outcome."""

from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import Invoke, Program
from flows.engine.scope import Scope
from flows.engine.steps.call.arguments import compile_arguments, computed_arguments
from flows.engine.steps.call.check import check
from flows.engine.steps.interface import CompileTools

__all__ = ["check", "compile_step"]


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that asks for the call. Fixed arguments are made once and shared by all calls."""
    connection, operation = config["connection"], config["operation"]
    written = config.get("arguments", {})
    if isinstance(written, str):
        formula = tools.formula(written, "arguments")

        def computed(value: JSON, scope: Scope) -> Invoke:
            return Invoke(connection, operation, computed_arguments(formula(value, scope), formula.path))

        return computed
    build = compile_arguments(written, tools.formula, "arguments")
    return lambda value, scope: Invoke(connection, operation, build(value, scope))
