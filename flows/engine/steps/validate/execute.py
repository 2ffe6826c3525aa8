"""A JSON Schema as a gate."""

from collections.abc import Iterator, Mapping, Sequence

from connectors.sdk.types import JSON
from flows.engine.effects import Done, Program
from flows.engine.emptiness import EMPTY_HINT, says_nothing
from flows.engine.errors import ValidationFailed
from flows.engine.schemas import Fault, compile_schema, title_of, told
from flows.engine.scope import Scope
from flows.engine.steps.interface import CheckTools, CompileTools, Finding
from flows.engine.steps.schema_setting import schema_findings


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that passes its input on, or fails with every path that does not fit."""
    schema = compile_schema(config["schema"])
    title = title_of(config["schema"])

    def run(value: JSON, scope: Scope) -> Done:
        faults = schema.faults(value)
        if faults:
            raise _failure(faults, title, says_nothing(scope.execution.document))
        return Done(value)

    return run


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """What is wrong with the schema itself."""
    yield from schema_findings(config)


def _failure(faults: Sequence[Fault], title: str, empty: bool) -> ValidationFailed:
    subject = f"the schema of {title!r}" if title else "the schema"
    return ValidationFailed(
        f"The input does not fit {subject}: {told(faults)}.",
        details=[
            {"path": fault.path, "message": fault.message, "keyword": fault.keyword} for fault in faults
        ],
        hint=EMPTY_HINT
        if empty
        else "Correct the data where it is made, the mapping before this step, or the schema.",
    )
