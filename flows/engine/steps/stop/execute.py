"""The end of the execution."""

from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import End, Program
from flows.engine.formula import Formula
from flows.engine.mapping import MappingError
from flows.engine.records import Status
from flows.engine.scope import Scope
from flows.engine.steps.interface import CompileTools

_LONGEST = 1_000
_STATUS = {"succeeded": Status.SUCCEEDED, "failed": Status.FAILED}


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that ends the execution. A reason that is no expression, or gives nothing, is the
    text itself."""
    status = _STATUS[config.get("outcome", "succeeded")]
    text = config.get("reason", "")
    formula = _formula(text, tools)
    if formula is None:
        return lambda value, scope: End(status, text)

    def run(value: JSON, scope: Scope) -> End:
        try:
            reason = formula(value, scope)
        except MappingError:
            reason = None
        return End(status, text if reason is None else str(reason)[:_LONGEST])

    return run


def _formula(text: str, tools: CompileTools) -> Formula | None:
    if not text.strip():
        return None
    try:
        return tools.formula(text, "reason")
    except MappingError:
        return None
