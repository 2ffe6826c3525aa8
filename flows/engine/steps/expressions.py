"""Where the settings of a step hold expressions, as their schema tells: texts of an expression's
format, and ``{"$expr": "…"}`` at any depth of an object that the schema leaves open."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.types import JSON

Found = tuple[tuple[str | int, ...], str]
"""The way to an expression from the root of the settings, and its text."""
EXPRESSION = "$expr"
_FORMAT = "jsonata"


def is_expression(value: JSON) -> bool:
    """True for ``{"$expr": "…"}``."""
    return isinstance(value, dict) and len(value) == 1 and isinstance(value.get(EXPRESSION), str)


def is_input(source: str) -> bool:
    """Whether an expression between fixed values is the input itself: that is passed on as it is."""
    return source.strip() == "$"


def expressions_of(schema: Mapping[str, JSON], value: JSON) -> Iterator[Found]:
    """Every expression of a valid configuration that is evaluated; a default is none."""
    for part in (schema, *schema.get("anyOf", ())):
        if isinstance(value, str):
            if str(part.get("format", "")).startswith(_FORMAT) and value != part.get("default"):
                yield (), value
        elif isinstance(value, dict):
            yield from _members(part, value)
        elif isinstance(value, list) and isinstance(part.get("items"), dict):
            for index, one in enumerate(value):
                yield from _below(index, expressions_of(part["items"], one))


def _members(schema: Mapping[str, Any], value: Mapping[str, JSON]) -> Iterator[Found]:
    if schema.get("type") == "object" and "properties" not in schema:
        yield from _between(value)
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            yield from _below(name, expressions_of(inner, value[name]))


def _between(value: JSON) -> Iterator[Found]:
    """Those between fixed values."""
    if is_expression(value):
        if not is_input(value[EXPRESSION]):
            yield (EXPRESSION,), value[EXPRESSION]
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _below(name, _between(one))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _below(index, _between(one))


def _below(place: str | int, found: Iterator[Found]) -> Iterator[Found]:
    for parts, source in found:
        yield (place, *parts), source
