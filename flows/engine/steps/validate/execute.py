"""A JSON Schema as a gate."""

from collections.abc import Iterator, Mapping, Sequence

from connectors.sdk.types import JSON
from flows.engine.effects import Done, Program
from flows.engine.emptiness import EMPTY_HINT, says_nothing
from flows.engine.errors import ValidationFailed
from flows.engine.schemas import Fault, SchemaInvalid, compile_schema
from flows.engine.scope import Scope
from flows.engine.steps.interface import CheckTools, CompileTools, Finding

_SHOWN = 3
_MISSING = 10


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that passes its input on, or fails with every path that does not fit."""
    schema = compile_schema(config["schema"])

    def run(value: JSON, scope: Scope) -> Done:
        faults = schema.faults(value)
        if faults:
            raise _failure(faults, _subject(config["schema"]), says_nothing(scope.execution.document))
        return Done(value)

    return run


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """What is wrong with the schema itself."""
    try:
        compile_schema(config["schema"])
    except SchemaInvalid as error:
        for fault in error.faults:
            yield Finding(
                ("schema", *fault.parts),
                "schema.invalid",
                f"The schema cannot be used: {fault.path} {fault.message}.",
                "Write it in JSON Schema 2020-12.",
            )


def _subject(schema: JSON) -> str:
    """What the schema describes, by its title."""
    title = schema.get("title") if isinstance(schema, dict) else None
    return f"the schema of {title!r}" if isinstance(title, str) and title else "the schema"


def _failure(faults: Sequence[Fault], subject: str, empty: bool) -> ValidationFailed:
    return ValidationFailed(
        f"The input does not fit {subject}: {'; '.join(_told(faults))}.",
        details=[
            {"path": fault.path, "message": fault.message, "keyword": fault.keyword} for fault in faults
        ],
        hint=EMPTY_HINT
        if empty
        else "Correct the data where it is made, the mapping before this step, or the schema.",
    )


def _told(faults: Sequence[Fault]) -> Iterator[str]:
    """Everything that is missing in one breath, then what is there and wrong."""
    missing = [fault.path for fault in faults if fault.keyword == "required"]
    wrong = [fault for fault in faults if fault.keyword != "required"]
    if missing:
        more = f" and {len(missing) - _MISSING} more" if len(missing) > _MISSING else ""
        yield f"it lacks {', '.join(missing[:_MISSING])}{more}"
    yield from (f"{fault.path} {fault.message}" for fault in wrong[:_SHOWN])
    if len(wrong) > _SHOWN:
        yield f"and {len(wrong) - _SHOWN} more"
