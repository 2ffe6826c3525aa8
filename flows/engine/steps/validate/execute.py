"""A JSON Schema as a gate."""

from collections.abc import Iterator, Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import Done, Program
from flows.engine.errors import ValidationFailed
from flows.engine.schemas import Fault, SchemaInvalid, compile_schema
from flows.engine.scope import Scope
from flows.engine.steps.interface import CheckTools, CompileTools, Finding

_SHOWN = 3


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that passes its input on, or fails with every path that does not fit."""
    schema = compile_schema(config["schema"])

    def run(value: JSON, scope: Scope) -> Done:
        faults = schema.faults(value)
        if faults:
            raise _failure(faults)
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


def _failure(faults: tuple[Fault, ...]) -> ValidationFailed:
    shown = "; ".join(f"{fault.path} {fault.message}" for fault in faults[:_SHOWN])
    more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return ValidationFailed(
        f"The input does not fit the schema: {shown}{more}.",
        details=[
            {"path": fault.path, "message": fault.message, "keyword": fault.keyword} for fault in faults
        ],
        hint="Correct the data where it is made, the mapping before this step, or the schema.",
    )
