"""What each step of an execution was given. History keeps outputs; an input is the output of the
step before, so it is put together here for people to see."""

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.mapping import compile_expression

Outputs = Mapping[str, tuple[str, JSON]]
"""By step: the port by which it was left, and what left by it."""


def input_of(definition: Mapping[str, Any], step: str, outputs: Outputs, document: JSON) -> JSON:
    """The input of a step that ran: the output of the one edge taken, or an object by predecessor
    where several were taken. For a step inside a for-each (``outer.inner``) the outer step's."""
    outer = step.partition(".")[0]
    taken = {
        edge["from"]: value
        for edge in definition.get("edges", ())
        if edge.get("to") == outer
        for value in _through(edge, outputs, document)
    }
    return next(iter(taken.values())) if len(taken) == 1 else taken or None


def _through(edge: Mapping[str, Any], outputs: Outputs, document: JSON) -> Sequence[JSON]:
    """The value that went along the edge, in a list; nothing where it was not taken."""
    if edge["from"] == "trigger":
        port, value = "out", document
    elif edge["from"] in outputs:
        port, value = outputs[edge["from"]]
    else:
        return ()
    return (value,) if port == edge.get("port", "out") and _holds(edge.get("when"), value) else ()


def _holds(condition: str | None, value: JSON) -> bool:
    if not condition:
        return True
    try:
        return bool(compile_expression(condition).evaluate(value))
    except FairleadError:
        return True  # it may lean on variables; the step did run, so the edge may well be the one
