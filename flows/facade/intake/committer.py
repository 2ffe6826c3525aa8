"""Group commit: whatever waits while a commit is under way goes into the next one together.

So a lone request waits for nothing, and thousands a second cost a few hundred commits.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg

from flows.facade.intake.errors import IntakeUnavailable
from flows.store import accepting
from flows.store.accepting import NewExecution
from flows.store.database import Connection, ConnectOptions, connect

log = logging.getLogger("fairlead.intake")

MOST_ROWS = 256
MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """The key belongs to another execution, made from a body with this hash."""

    id: UUID
    body_sha256: bytes
    version: int | None = None
    """Number of the flow version it runs on; None where it was taken in this very moment."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The row stands."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """The flow's live version is another one by now; nothing was stored."""


Answer = Stored | Taken | Superseded
STORED = Stored()
SUPERSEDED = Superseded()


@dataclass(frozen=True, slots=True)
class _Waiting:
    row: NewExecution
    answer: asyncio.Future[Answer]


class Committer:
    """Writes new executions for one event loop. ``committed`` is told of each batch that stands."""

    def __init__(self, committed: Callable[[Sequence[NewExecution]], None], writers: int = 2) -> None:
        self._committed = committed
        self._waiting: deque[_Waiting] = deque()
        self._same_key: dict[tuple[int, str], list[_Waiting]] = {}
        self._idle = [_Writer() for _ in range(writers)]
        self._busy: set[asyncio.Task[None]] = set()

    async def store(self, row: NewExecution) -> Answer:
        """Returns once the row is committed, or known not to be.

        Raises:
            IntakeUnavailable: the database could not be asked, or its answer was lost.
        """
        one = _Waiting(row, asyncio.get_running_loop().create_future())
        if row.idempotency_key and not self._first_of_its_key(one):
            return await one.answer
        self._waiting.append(one)
        if self._idle:
            task = asyncio.ensure_future(self._drain(self._idle.pop()))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)
        return await one.answer

    async def close(self) -> None:
        """Waits for what is under way, then closes the connections."""
        while self._busy:
            await asyncio.gather(*self._busy, return_exceptions=True)
        for writer in self._idle:
            await writer.close()

    def _first_of_its_key(self, one: _Waiting) -> bool:
        """A batch may hold a key once; whoever comes later waits for the first one's answer."""
        key = (one.row.flow_id, one.row.idempotency_key)
        followers = self._same_key.get(key)
        if followers is None:
            self._same_key[key] = []
            return True
        followers.append(one)
        return False

    async def _drain(self, writer: "_Writer") -> None:
        try:
            while self._waiting:
                await self._commit(writer, self._batch())
        finally:
            self._idle.append(writer)

    def _batch(self) -> list[_Waiting]:
        batch, size = [self._waiting.popleft()], 0
        while self._waiting and len(batch) < MOST_ROWS and size < MOST_BYTES:
            size += len(batch[-1].row.body)
            batch.append(self._waiting.popleft())
        return batch

    async def _commit(self, writer: "_Writer", batch: list[_Waiting]) -> None:
        rows = [one.row for one in batch]
        try:
            answers: Sequence[Answer | Exception] = await writer.write(rows)
        except Exception as error:  # whatever it is, those who wait must hear of it
            log.error("%s events could not be stored: %s", len(rows), error)
            answers = [_unavailable()] * len(rows)
        stored = [one.row for one, answer in zip(batch, answers, strict=True) if answer is STORED]
        if stored:
            self._committed(stored)
        for one, answer in zip(batch, answers, strict=True):
            self._tell(one, answer)

    def _tell(self, one: _Waiting, answer: Answer | Exception) -> None:
        _resolve(one.answer, answer)
        if not one.row.idempotency_key:
            return
        later = Taken(one.row.id, one.row.body_sha256) if answer is STORED else answer
        for follower in self._same_key.pop((one.row.flow_id, one.row.idempotency_key)):
            _resolve(follower.answer, later)


def _resolve(future: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if future.done():  # the client has gone away
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _unavailable() -> IntakeUnavailable:
    return IntakeUnavailable(
        "The database did not take the event.",
        hint="Send it again with the same Idempotency-Key.",
        retry_after=2.0,
    )


class _Writer:
    """One connection that writes batches."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    async def write(self, rows: Sequence[NewExecution]) -> Sequence[Answer | Exception]:
        """One answer per row. A row that the database refuses takes no other with it."""
        connection = await self._open()
        try:
            return await self._store(connection, rows)
        except (psycopg.DataError, psycopg.IntegrityError, ValueError) as error:
            if len(rows) == 1:
                log.error("The database refused an event: %s", error)
                return [_unavailable()]
            return [answer for row in rows for answer in await self.write([row])]
        except psycopg.OperationalError:
            await self.close()
            raise

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _open(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = await connect(ConnectOptions("fairlead intake", statement_s=10))
        return self._connection

    @staticmethod
    async def _store(connection: Connection, rows: Sequence[NewExecution]) -> Sequence[Answer]:
        cursor = await connection.execute(*accepting.statement(rows))
        stored = {row_id for (row_id,) in await cursor.fetchall()}
        if len(stored) == len(rows):
            return [STORED] * len(rows)
        rest = [row for row in rows if row.id not in stored and row.idempotency_key]
        taken = await _taken(connection, rest)
        return [
            STORED if row.id in stored else taken.get((row.flow_id, row.idempotency_key), SUPERSEDED)
            for row in rows
        ]


async def _taken(connection: Connection, rows: Sequence[NewExecution]) -> dict[tuple[int, str], Taken]:
    if not rows:
        return {}
    cursor = await connection.execute(accepting.TAKEN, accepting.keys_of(rows))
    return {(flow, key): Taken(*found) for flow, key, *found in await cursor.fetchall()}
