"""The books of batches: what is committed before a chunk leaves, and after it came back. Every write
holds the execution's queue row and says ``epoch = mine``; none where it is no longer ours."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import psycopg
from psycopg.types.json import Jsonb

from connectors.sdk.types import JSON
from flows.store.arrays import bigints, byteas, texts
from flows.store.batch_statements import (
    CLOSE,
    FILE,
    HOW_MANY,
    INTEND,
    LAST,
    OPEN,
    PIECE,
    SELECTED,
    SELECTION,
    SETTLE,
    UNFINISHED,
)
from flows.store.pool import Connections
from flows.store.results import clean, dumps

log = logging.getLogger("fairlead.batch")

PAUSE_S = 0.5


class Lost(Exception):
    """The execution is another worker's now, or a person has ended it."""


class Cancelled(Exception):
    """Somebody wants the execution to end."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the books say of a batch that is begun or taken up. ``base_…`` stood before this round;
    ``redriven`` are failed records that another execution has taken over."""

    round: int
    records: int
    succeeded: int
    failed: int
    skipped: int
    indeterminate: int
    base_records: int
    base_failed: int
    redriven: int
    busy_ms: int
    quality: JSON


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A chunk that is not done. ``settled`` are the places in it that have an outcome already."""

    number: int
    count: int
    round: int
    key: str
    status: str
    begins: JSON
    ends: JSON
    settled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record that did not succeed."""

    number: int
    line: int
    status: str
    code: str
    message: str
    path: str
    record: JSON


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a chunk. The sums count from now on, ``done`` in the source's size; ``doubtful`` is
    by how many more records are in doubt, ``indeterminate`` how many of this chunk are."""

    number: int
    status: str
    settled: list[int]
    done: int
    succeeded: int
    failed: int
    skipped: int
    indeterminate: int
    doubtful: int
    records: list[RecordRow]
    quality: JSON
    busy_ms: int


class Books:
    """The books of one batch: of one step of one execution, in one claim."""

    def __init__(self, connections: Connections, execution_id: UUID, epoch: int, step: str) -> None:
        self._connections = connections
        self._mine: Mapping[str, Any] = {"id": execution_id, "epoch": epoch, "step": step}

    async def _one(self, statement: str, given: Mapping[str, Any]) -> Any:
        """The first row. A database that is away is waited for: every statement may be run again."""
        while True:
            try:
                return await self._connections.one(statement, given)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("The database does not take the books of a batch, trying again: %s", error)
                await asyncio.sleep(PAUSE_S)

    async def open(self, source: str, size: int) -> Opened:
        """Begins or takes up the batch; raises Lost and Cancelled."""
        row = await self._one(OPEN, {**self._mine, "source": source, "size": size})
        _ours(row)
        *sums, quality = row[1:]
        return Opened(*(*sums, orjson.loads(quality) if quality else None))

    async def unfinished(self) -> list[ChunkRow]:
        """Chunks that left and are not known to have come back."""
        return [
            ChunkRow(*(*row[:7], tuple(orjson.loads(row[7]) if row[7] else ())))
            for row in await self._connections.all(UNFINISHED, self._mine)
        ]

    async def last(self) -> tuple[int, JSON]:
        """Number and end of the chunk that was begun last; (0, None) where there is none."""
        row = await self._one(LAST, self._mine)
        return (row[0], row[1]) if row else (0, None)

    async def intend(self, number: int, count: int, key: str, begins: JSON, ends: JSON) -> None:
        """A chunk is about to leave; raises Lost and Cancelled."""
        given = {"number": number, "count": count, "key": key, "begins": Jsonb(begins), "ends": Jsonb(ends)}
        _ours(await self._one(INTEND, {**self._mine, **given}))

    async def settle(self, chunk: Settlement) -> bool:
        """The outcome of a chunk; whether somebody wants the execution cancelled. Raises Lost."""
        rows = chunk.records
        given = {
            **{name: getattr(chunk, name) for name in _SUMS},
            "count": chunk.succeeded + chunk.failed + chunk.skipped + chunk.doubtful,
            "settled": orjson.dumps(chunk.settled) if chunk.settled else None,
            "quality": orjson.dumps(chunk.quality),
            "numbers": bigints([one.number for one in rows]),
            "lines": bigints([one.line for one in rows]),
            "statuses": texts([one.status for one in rows]),
            "codes": texts([one.code for one in rows]),
            "messages": texts([clean(one.message) for one in rows]),
            "paths": texts([clean(one.path) for one in rows]),
            "records": byteas([dumps(one.record) for one in rows]),
        }
        row = await self._one(SETTLE, {**self._mine, **given})
        if row is None:
            raise Lost
        return bool(row[0])

    async def close(self, state: str, busy_ms: int) -> None:
        """The batch rests, is completed or stopped."""
        given = {"state": state, "busy_ms": busy_ms}
        if await self._one(CLOSE, {**self._mine, **given}) is None:
            raise Lost

    async def selection(self) -> tuple[UUID, int] | None:
        """The execution whose failed records are to be run instead of the source, and how many."""
        row = await self._one(SELECTION, self._mine)
        if row is None:
            return None
        count = await self._one(HOW_MANY, {**self._mine, "source": row[0]})
        return row[0], count[0]

    async def selected(self, source: UUID, after: int, most: int) -> list[tuple[int, int, JSON]]:
        """Number, line and value of the selected records behind ``after``."""
        given = {**self._mine, "source": source, "after": after, "most": most}
        rows = await self._connections.all(SELECTED, given)
        return [(number, line, orjson.loads(record)) for number, line, record in rows]


_SUMS = (
    *("number", "status", "done", "succeeded", "failed", "skipped", "indeterminate", "doubtful"),
    "busy_ms",
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent in; every piece but the last has ``piece_bytes``."""

    bytes: int
    piece_bytes: int
    pieces: list[UUID]


async def file_of(connections: Connections, flow_id: int, sha256: str) -> StoredFile | None:
    """A file that was sent to the flow; None where it is not kept."""
    row: Any = await connections.one(FILE, (flow_id, sha256))
    return StoredFile(*row) if row else None


async def piece(connections: Connections, piece_id: UUID) -> bytes | None:
    """One piece of a file; None where it is no longer kept."""
    row: Any = await connections.one(PIECE, (piece_id,))
    return bytes(row[0]) if row else None


def _ours(row: Any) -> None:
    if row is None:
        raise Lost
    if row[0]:
        raise Cancelled
