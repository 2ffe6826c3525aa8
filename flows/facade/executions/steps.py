"""The steps of an execution with their attempts, put together from the records of history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from connectors.sdk.errors import CircuitOpen, HeldBack
from connectors.sdk.types import JSON
from flows.engine.past import UNMADE
from flows.engine.records import AttemptStatus
from flows.facade.executions.inputs import Outputs, input_of
from flows.store.cursors import fetch

HELD_BACK = "held_back"
"""Shown of an attempt whose call did not leave: it is made later, or was given up."""
_NOT_ITS_TURN = frozenset({HeldBack.code, CircuitOpen.code})
_RECORDS = """
SELECT execution_id, step, item, attempt, round, status, started_at, finished_at, port, output, request,
       error, resume_at
FROM step_attempt WHERE execution_id = ANY(%s)
ORDER BY execution_id, started_at, attempt, status = 'started' DESC, finished_at"""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of ``step_attempt`` with its values read."""

    execution_id: UUID
    step: str
    item: int
    attempt: int
    round: int
    status: str
    started_at: datetime
    finished_at: datetime | None
    port: str
    output: JSON
    request: JSON
    error: JSON
    resume_at: datetime | None


def records_of(ids: Sequence[UUID]) -> list[Record]:
    """The history of these executions, in the order it happened."""
    return [_record(row) for row in fetch(_RECORDS, [list(ids)])]


def outputs_of(records: Sequence[Record]) -> Outputs:
    """What left each step that is through, by which port."""
    found: dict[str, tuple[str, JSON]] = {}
    for one in records:
        if one.status == "succeeded" and one.item < 0:
            found[one.step] = (one.port, one.output)
        elif one.status == "failed" and one.port == "error":
            found[one.step] = ("error", {"error": one.error})
    return found


def steps_of(definition: Mapping[str, Any], records: Sequence[Record], document: JSON) -> list[JSON]:
    """One entry per step and item, in the order they began, each with all its attempts."""
    groups: dict[tuple[str, int], list[Record]] = {}
    for one in records:
        groups.setdefault((one.step, one.item), []).append(one)
    described = _described(definition)
    outputs = outputs_of(records)
    return [
        _step(group, described.get(step, {}), input_of(definition, step, outputs, document))
        for (step, _), group in groups.items()
    ]


def _described(definition: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for step in definition.get("steps", ()):
        found[step["id"]] = step
        for inner in step.get("config", {}).get("do", ()):
            found[f"{step['id']}.{inner['id']}"] = inner
    return found


def _step(group: Sequence[Record], described: Mapping[str, Any], given: JSON) -> JSON:
    last, requests = group[-1], [one.request for one in group if one.request is not None]
    return {
        "step": last.step,
        "name": described.get("name", ""),
        "kind": described.get("kind", ""),
        "item": last.item,
        "status": _shown_status(last),
        "input": given,
        "output": last.output,
        "request": requests[-1] if requests else None,
        "attempts": _attempts(group),
    }


def _attempts(group: Sequence[Record]) -> list[JSON]:
    """The STARTED record of an attempt gives way to the one that tells how it ended."""
    latest = {one.attempt: one for one in group}
    return [
        {
            "attempt": one.attempt,
            "round": one.round,
            "status": _shown_status(one),
            "started_at": one.started_at,
            "finished_at": one.finished_at,
            "duration_ms": _milliseconds(one),
            "port": one.port,
            "error": one.error,
            "resume_at": one.resume_at,
        }
        for one in latest.values()
    ]


def _shown_status(one: Record) -> str:
    """The status; a call that was held back is recorded as failed, and comes again at ``resume_at``
    unless its step was given up."""
    if one.status != AttemptStatus.FAILED or not isinstance(one.error, dict):
        return one.status
    waits = one.resume_at is not None and one.error.get("code") in _NOT_ITS_TURN
    return HELD_BACK if waits or one.error.get(UNMADE) else one.status


def _milliseconds(one: Record) -> int | None:
    return round((one.finished_at - one.started_at).total_seconds() * 1000) if one.finished_at else None


def _record(row: tuple[Any, ...]) -> Record:
    values = [_value(raw) for raw in row[9:12]]
    return Record(*row[:9], *values, *row[12:])


def _value(raw: bytes | None) -> JSON:
    return None if raw is None else orjson.loads(raw)
