"""A JSONata mapping."""

from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import Done, Program
from flows.engine.scope import Scope
from flows.engine.steps.interface import CompileTools


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program whose output is the expression's value; ``null`` where it is undefined."""
    formula = tools.formula(config["expression"], "expression")

    def run(value: JSON, scope: Scope) -> Done:
        return Done(formula(value, scope))

    return run
