"""Variables that an expression of the document reads, though nothing binds them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.formula import VARIABLES
from flows.engine.mapping.unbound import Unbound, unbound
from flows.engine.places import Place, places_of
from flows.engine.problems import Problem
from flows.engine.steps import registry

_BOUND = ", ".join(f"${name}" for name in sorted(VARIABLES))


def variable_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems of all expressions of a document that fits its schema, each with line and column. Steps
    whose settings are not valid are left out."""
    readable = {**document, "steps": [_readable(step) for step in document["steps"]]}
    for place in places_of(readable):
        for one in unbound(place.expression, VARIABLES):
            yield _problem(place, one)


def _readable(step: Mapping[str, JSON]) -> Mapping[str, JSON]:
    kind = registry.step_kind(str(step["kind"]))
    sound = kind is not None and not kind.schema.faults(step.get("config", {}))
    return step if sound else {**step, "config": {}}


def _problem(place: Place, found: Unbound) -> Problem:
    return Problem(
        "mapping.unbound",
        f"${found.name} is bound nowhere, so it has no value.",
        f"Did you mean ${found.near}?"
        if found.near
        else f"Bind it with := before, or take one of: {_BOUND}.",
        replace(found.where, step=place.step, path=place.path),
    )
