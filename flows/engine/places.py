"""Every expression of a flow, with the place it stands at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.mapping import Expression, MappingError, compile_expression
from flows.engine.schemas.messages import json_path
from flows.engine.specs import TRIGGER_ID
from flows.engine.steps import registry
from flows.engine.steps.expressions import expressions_of

_Parts = tuple[str | int, ...]
_CHAIN = "do"
"""Where a step holds further steps, which have kinds of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """``step`` is the step's id (``outer.inner`` inside a for-each), that of an edge the step it
    leaves; ``trigger`` for keys and for edges from the trigger. ``path`` leads through the document."""

    step: str
    path: str
    expression: Expression


def places_of(document: Mapping[str, Any]) -> tuple[Place, ...]:
    """The expressions of a valid document, in its order: steps, edges, keys."""
    found = [*_steps(document["steps"], (), ""), *_edges(document["edges"]), *_keys(document.get("keys"))]
    return tuple(place for step, parts, source in found if (place := _place(step, parts, source)))


def _place(step: str, parts: _Parts, source: str) -> Place | None:
    """None for a text that may be an expression and is none, as the reason of a stop."""
    try:
        return Place(step, json_path(parts), compile_expression(source))
    except MappingError:
        return None


def _steps(steps: Sequence[JSON], root: _Parts, outer: str) -> Iterator[tuple[str, _Parts, str]]:
    for index, step in enumerate(steps):
        kind, config = registry.step_kind(step["kind"]), step.get("config", {})
        name, parts = outer + step["id"], (*root, _CHAIN if outer else "steps", index, "config")
        for inside, source in expressions_of(kind.config_schema, config) if kind else ():
            if inside[0] != _CHAIN:
                yield name, (*parts, *inside), source
        yield from _steps(config.get(_CHAIN, ()), parts, f"{name}.")


def _edges(edges: Sequence[JSON]) -> Iterator[tuple[str, _Parts, str]]:
    for index, edge in enumerate(edges):
        if edge.get("when"):
            yield edge["from"], ("edges", index, "when"), edge["when"]


def _keys(keys: JSON) -> Iterator[tuple[str, _Parts, str]]:
    for name in ("ordering", "idempotency"):
        if keys and keys.get(name):
            yield TRIGGER_ID, ("keys", name), keys[name]
    for name, source in ((keys or {}).get("business") or {}).items():
        yield TRIGGER_ID, ("keys", "business", name), source
