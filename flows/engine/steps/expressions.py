"""Where the settings of a step hold expressions, as their schema tells."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.types import JSON

Found = tuple[tuple[str | int, ...], str]
"""The way to an expression from the root of the settings, and its text."""
_FORMAT = "jsonata"


def expressions_by_schema(schema: Mapping[str, JSON], value: JSON) -> Iterator[Found]:
    """Every text whose format in the schema is an expression's; what equals its default is none."""
    for part in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if isinstance(value, str):
            if str(part.get("format", "")).startswith(_FORMAT) and value != part.get("default"):
                yield (), value
        elif isinstance(value, dict):
            yield from _members(part, value)
        elif isinstance(value, list) and isinstance(part.get("items"), dict):
            for index, one in enumerate(value):
                yield from _below(index, part["items"], one)


def _members(schema: Mapping[str, Any], value: Mapping[str, JSON]) -> Iterator[Found]:
    named, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, one in value.items():
        inner = named.get(name, others)
        if isinstance(inner, dict):
            yield from _below(name, inner, one)


def _below(place: str | int, schema: Mapping[str, JSON], value: JSON) -> Iterator[Found]:
    for parts, source in expressions_by_schema(schema, value):
        yield (place, *parts), source
