"""Whether a call's connection, operation and arguments exist and fit together."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.protocol import OperationSpec
from connectors.sdk.types import JSON
from flows.engine.checks.parts import text
from flows.engine.mapping import MappingError
from flows.engine.mapping.refusals import check_expression
from flows.engine.schemas import Schema, SchemaInvalid, compile_schema
from flows.engine.steps.call.together import in_words, needed_sets, out_of_place
from flows.engine.steps.expressions import EXPRESSION, is_expression
from flows.engine.steps.interface import CheckTools, Finding, Parts


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """Expressions that do not compile; then, with a catalogue, what the connection cannot do."""
    arguments = config.get("arguments", {})
    if isinstance(arguments, dict):
        yield from _expressions(("arguments",), arguments)
    connection, name = text(config, "connection"), text(config, "operation")
    if tools.catalogue is None or not connection:
        return
    manifest = tools.catalogue.connections.get(connection)
    if manifest is None:
        yield Finding(
            ("connection",),
            "connection.missing",
            f"There is no connection {connection}.",
            "Choose a connection that you may use, or create it first.",
        )
        return
    operation = manifest.operation(name)
    if operation is None and name:
        named = ", ".join(one.name for one in manifest.operations)
        yield Finding(
            ("operation",),
            "operation.missing",
            f"{manifest.title} has no operation {name}.",
            f"It has: {named}." if named else "",
        )
    elif operation is not None and isinstance(arguments, dict):
        yield from _arguments(arguments, operation)


def _expressions(parts: Parts, value: JSON) -> Iterator[Finding]:
    if is_expression(value):
        try:
            check_expression(value[EXPRESSION])
        except MappingError as error:
            yield Finding((*parts, EXPRESSION), error.code, error.message, error.hint, error.where)
    elif isinstance(value, dict):
        if EXPRESSION in value:
            yield Finding(
                parts,
                "call.expression",
                f"{EXPRESSION} must stand alone in its object and be a text.",
                "Move the other entries out, or into the expression.",
            )
        for name, one in value.items():
            yield from _expressions((*parts, name), one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _expressions((*parts, index), one)


def _arguments(arguments: Mapping[str, JSON], operation: OperationSpec) -> Iterator[Finding]:
    """Held against the operation's schema: names, what is required, and values that are fixed."""
    schema = operation.input_schema
    known: Mapping[str, Any] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in arguments:
            yield _finding(("arguments", name), f"The operation {operation.name} needs the argument {name}.")
    if sets := needed_sets(schema, arguments):
        yield _finding(("arguments", sets[0][0]), f"The operation {operation.name} needs {in_words(sets)}.")
    for name, other, value in out_of_place(schema, arguments):
        yield Finding(
            ("arguments", name),
            "call.arguments",
            f"The argument {name} has no meaning where {other} is {value}.",
            f"Remove it, or choose another {other}.",
        )
    for name, value in arguments.items():
        if name in known:
            yield from _fixed(name, value, schema, known[name])
        elif schema.get("additionalProperties") is False:
            yield _finding(
                ("arguments", name),
                f"The operation {operation.name} has no argument {name}.",
                ", ".join(known),
            )


def _fixed(name: str, value: JSON, schema: Mapping[str, JSON], expected: JSON) -> Iterator[Finding]:
    if _moves(value):
        return
    compiled = _property(schema, expected)
    for fault in compiled.faults(value) if compiled else ():
        yield _finding(("arguments", name, *fault.parts), f"The argument {name} {fault.message}.")


def _property(schema: Mapping[str, JSON], expected: JSON) -> Schema | None:
    """The schema of one argument, with the definitions it may refer to."""
    if isinstance(expected, dict) and "$defs" in schema and "$defs" not in expected:
        expected = {**expected, "$defs": schema["$defs"]}
    try:
        return compile_schema(expected)
    except SchemaInvalid:
        return None


def _moves(value: JSON) -> bool:
    if isinstance(value, dict):
        return is_expression(value) or any(_moves(one) for one in value.values())
    return isinstance(value, list) and any(_moves(one) for one in value)


def _finding(parts: Parts, message: str, known: str = "") -> Finding:
    return Finding(parts, "call.arguments", message, f"It has: {known}." if known else "")
