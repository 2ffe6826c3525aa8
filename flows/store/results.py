"""Writes what became of claimed executions, many at a time, and only where they are still ours.

Each of the three kinds is one statement, guarded by the epoch of the claim: an intent (about to
call), a release (to go on later) and an ending. Records travel with the statement of their kind.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from connectors.sdk.types import JSON
from flows.engine.records import StepRecord
from flows.store.arrays import Column, bigints, byteas, texts, times, uuids
from flows.store.result_statements import END, INTEND, RELEASE

NOTHING: tuple[StepRecord, ...] = ()


class Intent(NamedTuple):
    """The records of calls that are about to leave."""

    id: UUID
    epoch: int
    records: Sequence[StepRecord] = NOTHING


class Release(NamedTuple):
    """Gives the execution back to the queue, to go on at ``until`` (None: at once)."""

    id: UUID
    epoch: int
    status: str
    until: datetime | None = None
    records: Sequence[StepRecord] = NOTHING


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Why an execution waits for a person; equal fingerprints are one group."""

    step: str
    code: str
    message: str
    fingerprint: str


class Ending(NamedTuple):
    """The end of an execution."""

    id: UUID
    epoch: int
    status: str
    attempts: int
    step: str = ""
    error: JSON = None
    reason: str = ""
    dead: DeadLetter | None = None
    records: Sequence[StepRecord] = NOTHING


def intents(rows: Sequence[Intent]) -> tuple[str, Sequence[Any]]:
    """The statement and its parameters; it returns (id, whether to cancel) of those still ours."""
    distinct = list({row.id: row for row in rows}.values())
    return INTEND, (*_owned(distinct), *_columns([(row.id, row.records) for row in rows]))


def releases(rows: Sequence[Release]) -> tuple[str, Sequence[Any]]:
    """As ``intents``."""
    own = (texts([row.status for row in rows]), times([row.until for row in rows]))
    return RELEASE, (*_owned(rows), *own, *_columns([(row.id, row.records) for row in rows]))


def endings(rows: Sequence[Ending]) -> tuple[str, Sequence[Any]]:
    """As ``intents``."""
    dead = [row.dead or _ALIVE for row in rows]
    own = (
        texts([row.status for row in rows]),
        bigints([row.attempts for row in rows]),
        texts([row.step for row in rows]),
        texts(["" if row.error is None else _text(row.error) for row in rows]),
        texts([clean(row.reason) for row in rows]),
        texts([one.step for one in dead]),
        texts([one.code for one in dead]),
        texts([clean(one.message) for one in dead]),
        texts([one.fingerprint for one in dead]),
    )
    return END, (*_owned(rows), *own, *_columns([(row.id, row.records) for row in rows]))


_ALIVE = DeadLetter("", "", "", "")


def _owned(rows: Sequence[Intent] | Sequence[Release] | Sequence[Ending]) -> tuple[Column, Column]:
    return uuids([row.id for row in rows]), bigints([row.epoch for row in rows])


def _columns(histories: Sequence[tuple[UUID, Sequence[StepRecord]]]) -> tuple[Column, ...]:
    """Whole columns: transposing once takes a fraction of reading each field of each record."""
    owners = [owner for owner, records in histories for _ in records]
    records = [record for _, records in histories for record in records]
    step, item, attempt, round, status, started, finished, port, output, request, error, key, resume = (
        zip(*records, strict=True) if records else [()] * len(StepRecord._fields)
    )
    return (
        uuids(owners),
        texts(step),
        bigints(item),
        bigints(attempt),
        bigints(round),
        texts(status),
        times(started),
        times(finished),
        texts(port),
        byteas(list(map(_bytes, output))),
        byteas(list(map(_bytes, request))),
        byteas(list(map(_bytes, error))),
        texts(key),
        times(resume),
    )


def _bytes(value: JSON) -> bytes | None:
    return None if value is None else dumps(value)


def clean(text: str) -> str:
    """Without NUL characters and halves of pairs, which PostgreSQL's texts cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _text(value: JSON) -> str:
    return dumps(value).replace(b"\\u0000", b"").decode()


def dumps(value: JSON) -> bytes:
    """JSON as bytes; whole numbers beyond 64 bits, which orjson refuses, by the slower way."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
