"""What the engine tells its host and what it is told: decisions out, records and outcomes both ways.

The engine never sleeps, saves or sends. A host (the drain on PostgreSQL, or the in-memory host of
the tests) builds a ``Run``, asks it to ``advance``, carries out the decisions, feeds the outcomes
back and persists the records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from connectors.sdk.types import JSON
from flows.engine.batches import BatchJob
from flows.engine.specs import RetrySpec
from flows.engine.turns import Work


class Status(StrEnum):
    """State of an execution. The transitions allowed between them are in ``transitions.py``."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    RETRYING = "retrying"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DEAD = "dead"
    INDETERMINATE = "indeterminate"
    CANCELLED = "cancelled"


class AttemptStatus(StrEnum):
    """State of a step attempt. STARTED is the intent, stored before a call leaves."""

    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"


class StepRecord(NamedTuple):
    """One fact about one attempt of one step (and item); insert-only in history.

    ``step`` is the step's id, or ``"<for_each id>.<inner id>"`` inside a for-each, with ``item``
    the index of the list's item; elsewhere ``item`` is -1. ``attempt`` counts from 1 over the
    whole life of the execution; ``round`` counts redrives from 0. ``resume_at`` is set on a
    failed attempt that will be tried again, and on a wait.
    """

    step: str
    item: int
    attempt: int
    round: int
    status: AttemptStatus
    started_at: datetime
    finished_at: datetime | None = None
    port: str = "out"
    output: JSON = None
    request: JSON = None
    error: Mapping[str, JSON] | None = None
    key: str = ""
    resume_at: datetime | None = None


class CallRef(NamedTuple):
    """Names one attempt; the handle by which the host feeds the outcome back."""

    step: str
    item: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Call:
    """Decision: make this call. The STARTED record is among the records and must be committed
    before the call leaves. ``retried``: an earlier attempt may have reached the target."""

    ref: CallRef
    connection: str
    operation: str
    arguments: Mapping[str, JSON]
    key: str
    retried: bool


@dataclass(frozen=True, slots=True)
class BatchCall(Call):
    """Decision: carry this batch out. It is no call of one connection (``connection`` is empty); its
    outcome is fed back like a call's. Where the process ends on the way, the same batch is decided
    again as a further attempt, and the host goes on from its own checkpoint."""

    job: BatchJob
    retry: RetrySpec


@dataclass(frozen=True, slots=True)
class Publish:
    """Decision: start the flows that listen to ``event``, in the transaction that commits the
    records returned with this decision (so an event is published exactly once). Needs no answer.
    ``chain`` names the flows that led here, for the events of those who listen."""

    event: str
    payload: JSON
    key: str
    chain: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Decision: do this work beside the thread that Runs share, and feed what it came to back with
    ``answer``. Nothing is recorded of it, and the Run gives no further one before."""

    work: Work


@dataclass(frozen=True, slots=True)
class More:
    """Decision: there is more to do at once; advance again once others have had their turn."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """Decision: nothing to do before ``until``; ``status`` is WAITING or RETRYING."""

    until: datetime
    status: Status


class Finish(NamedTuple):
    """Decision: the execution has ended. ``step`` and ``error`` say where and why if not well."""

    status: Status
    step: str | None = None
    error: Mapping[str, JSON] | None = None
    reason: str = ""


Decision = Call | Publish | Beside | More | Suspend | Finish


class TriggerInfo(NamedTuple):
    """What the mapping sees as ``$trigger``."""

    kind: str
    received_at: datetime
    content_type: str = "application/json"
    headers: Mapping[str, str] | None = None


class ExecutionInput(NamedTuple):
    """The execution a Run works on. ``document`` is the trigger's document: JSON as posted, or
    the text of an XML or CSV body. ``depth`` counts the events that led here, one behind the other."""

    id: str
    flow: str
    document: JSON
    trigger: TriggerInfo
    round: int = 0
    depth: int = 0
