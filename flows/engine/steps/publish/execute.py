"""An event for the flows that listen to it."""

from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import Emit, Program
from flows.engine.scope import Scope
from flows.engine.steps.interface import CompileTools


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that publishes the payload and passes its input on."""
    event = config["event"]
    written = config.get("payload", "$")
    if written == "$":
        return lambda value, scope: Emit(event, value, value)
    formula = tools.formula(written, "payload")

    def run(value: JSON, scope: Scope) -> Emit:
        return Emit(event, formula(value, scope), value)

    return run
