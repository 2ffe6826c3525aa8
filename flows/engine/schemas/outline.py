"""What a schema says of types alone: an unfinished value fits its outline, a value of another kind
does not."""

from collections.abc import Mapping
from typing import Any

from connectors.sdk.types import JSON

_KEPT = ("$ref", "title", "type")
_NAMED = ("$defs", "properties")
_INNER = ("additionalProperties", "items")


def outline(schema: Mapping[str, Any], *, complete: bool) -> dict[str, JSON]:
    """The schema without its limits, patterns and formats; choices become the types of what may be
    chosen, constants stay. ``complete`` keeps what must be there."""
    made = {name: schema[name] for name in _KEPT if name in schema}
    for name in _NAMED:
        if name in schema:
            made[name] = {key: outline(one, complete=complete) for key, one in schema[name].items()}
    for name in _INNER:
        if isinstance(schema.get(name), dict):
            made[name] = outline(schema[name], complete=complete)
    if "anyOf" in schema:
        made["anyOf"] = [outline(one, complete=complete) for one in schema["anyOf"]]
    if "const" in schema:
        made["const"] = schema["const"]
    if "enum" in schema:
        made["type"] = sorted({_type(one) for one in schema["enum"]})
    if complete and "required" in schema:
        made["required"] = schema["required"]
    return made


def _type(value: JSON) -> str:
    names = {bool: "boolean", str: "string", int: "number", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "null")
