"""What the history says of each step: the fold of its records."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from connectors.sdk.errors import AmbiguousError, CircuitOpen, FairleadError, HeldBack
from connectors.sdk.types import JSON
from flows.engine.errors import CallInterrupted
from flows.engine.records import AttemptStatus, StepRecord

AMBIGUOUS = "ambiguous"
UNMADE = "unmade"
UNCOUNTED = frozenset({CallInterrupted.code, HeldBack.code, CircuitOpen.code})
"""What no call can help: that its process ended, that it was not its turn, or that its target rests."""
_RANK = {
    AttemptStatus.STARTED: 0,
    AttemptStatus.FAILED: 1,
    AttemptStatus.INDETERMINATE: 2,
    AttemptStatus.SUCCEEDED: 3,
}


class Past:
    """``last`` is the newest fact; ``failures`` those of the round that count against the budget, and
    ``since`` when the first that tells of the target began;
    ``doubt``: an attempt may have reached the target; ``request``: what the call was asked."""

    __slots__ = ("doubt", "failures", "last", "request", "since")

    def __init__(self, first: StepRecord) -> None:
        self.last = first
        self.failures = 0
        self.since: datetime | None = None
        self.doubt = False
        self.request: JSON = None


def fold(history: Iterable[StepRecord], round: int) -> dict[tuple[str, int], Past]:
    """Step and item → its past. The order of the records does not matter."""
    found: dict[tuple[str, int], Past] = {}
    for record in history:
        name = (record.step, record.item)
        past = found.get(name)
        if past is None:
            past = found[name] = Past(record)
        elif _newer(record, past.last):
            past.last = record
        if record.request is not None:
            past.request = record.request
        if record.status is AttemptStatus.FAILED:
            _count(past, record, round)
        elif record.status is AttemptStatus.INDETERMINATE:
            past.doubt = True
    return found


def _newer(record: StepRecord, than: StepRecord) -> bool:
    if record.attempt != than.attempt:
        return record.attempt > than.attempt
    return _RANK[record.status] > _RANK[than.status]


def _count(past: Past, record: StepRecord, round: int) -> None:
    error = record.error or {}
    if error.get(AMBIGUOUS):
        past.doubt = True
    if record.round != round:
        return
    past.failures += error.get("code") not in UNCOUNTED
    if error.get("code") != HeldBack.code and (past.since is None or record.started_at < past.since):
        past.since = record.started_at


def error_json(error: FairleadError, step: str) -> dict[str, Any]:
    """An error as a record keeps it: with its step, and whether the call may have been applied."""
    made = error.to_json()
    where = dict(made.get("where") or {})
    where.setdefault("step", step)
    made["where"] = where
    if isinstance(error, AmbiguousError | CallInterrupted):
        made[AMBIGUOUS] = True
    return made
