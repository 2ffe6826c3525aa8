"""Which arguments of an operation belong together: sets of which one is needed, and arguments that take
part only beside some values of another."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.types import JSON

Names = tuple[str, ...]


def needed_sets(schema: Mapping[str, Any], given: Mapping[str, JSON]) -> tuple[Names, ...]:
    """The sets of names of which none is complete; empty where the schema names none, or one is."""
    alternatives = schema.get("oneOf") or schema.get("anyOf") or ()
    sets = tuple(tuple(one.get("required", ())) for one in alternatives)
    return () if any(given.keys() >= set(one) for one in sets) else sets


def in_words(sets: tuple[Names, ...]) -> str:
    """``external_id and values, or records``."""
    joined = [" and ".join(one) for one in sets]
    return (", or " if any(" and " in one for one in joined) else " or ").join(joined)


def out_of_place(schema: Mapping[str, Any], given: Mapping[str, JSON]) -> Iterator[tuple[str, str, JSON]]:
    """Arguments that have no meaning beside the value of another, by the annotation
    ``"x-shown-for": {"method": ["POST"]}``: their name, the other's name, and its value."""
    members: Mapping[str, Any] = schema.get("properties", {})
    for name in given:
        for other, values in members.get(name, {}).get("x-shown-for", {}).items():
            value = given.get(other, members.get(other, {}).get("default"))
            if isinstance(value, str) and value not in values:
                yield name, other, value
