"""Reading a document that may be anything, and naming places in it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from connectors.sdk.errors import FairleadError, Where
from connectors.sdk.types import JSON
from flows.engine.problems import Problem
from flows.engine.schemas import Fault
from flows.engine.schemas.messages import json_path
from flows.engine.specs import TRIGGER_ID

Parts = tuple[str | int, ...]


def objects(document: Mapping[str, JSON], name: str) -> list[tuple[int, dict[str, Any]]]:
    """The members of a list of the document that are objects, with their places."""
    members = document.get(name)
    if not isinstance(members, list):
        return []
    return [(index, one) for index, one in enumerate(members) if isinstance(one, dict)]


def text(part: Mapping[str, JSON], name: str) -> str:
    """A text of an object; ``""`` where it is absent or something else."""
    value = part.get(name)
    return value if isinstance(value, str) else ""


def step_ids(document: Mapping[str, JSON]) -> dict[int, str]:
    """Place of each step that has an id → the id."""
    return {index: text(step, "id") for index, step in objects(document, "steps") if text(step, "id")}


def edge_step(edge: Mapping[str, JSON], steps: Container[str]) -> str | None:
    """The step that an edge's problem is shown at: the one it leaves; where there is no such step,
    the one it leads to, if that is there."""
    ends = (text(edge, "from"), text(edge, "to"))
    return next((one for one in ends if one == TRIGGER_ID or one in steps), None)


def problem(code: str, message: str, parts: Parts, *, hint: str = "", step: str | None = None) -> Problem:
    """A problem at a place of the document."""
    return Problem(code, message, hint, Where(step=step, path=json_path(parts)))


def from_faults(faults: Iterable[Fault], root: Parts, step: str | None) -> Iterator[Problem]:
    """Problems out of what does not fit a schema; ``root`` leads to the part that was checked."""
    for fault in faults:
        parts = (*root, *fault.parts)
        if isinstance(fault.cause, FairleadError):
            yield from_error(fault.cause, parts, step)
        else:
            where = Where(step=step, path=json_path(parts))
            yield Problem("schema", f"{_label(parts)} {fault.message}.", "", where)


def from_error(error: FairleadError, parts: Parts, step: str | None) -> Problem:
    """A problem out of a compiler's error, which brings line and column."""
    where = replace(error.where, step=step, path=json_path(parts))
    return Problem(error.code, error.message, error.hint, where)


def _label(parts: Parts) -> str:
    """The end of the path, which is what a person looks for."""
    if not parts:
        return "The document"
    names = [part for part in parts if isinstance(part, str)]
    return str(names[-1]) if names and isinstance(parts[-1], str) else json_path(parts)
