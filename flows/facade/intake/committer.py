"""Group commit: whatever waits while a commit is under way goes into the next one together.

So a lone request waits for nothing, and thousands a second cost a few hundred commits.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from flows.facade.intake.errors import IntakeUnavailable
from flows.facade.intake.writers import STORED, Answer, BatchWriter, Taken, not_stored
from flows.store.accepting import NewExecution

log = logging.getLogger("fairlead.intake")

MOST_ROWS = 256
MOST_BYTES = 8 * 1024 * 1024
WORTH_A_WRITER = 32
"""Fewer wait for the writer that is at work: small commits cost nearly as much as large ones, and the second
writer is there for a disk that is slow to answer."""


Tell = Callable[[Answer | IntakeUnavailable], None]
"""Is told what became of a row: in the latter case nobody knows, or it was not stored."""


class _Waiting(NamedTuple):
    row: NewExecution
    tell: Tell


class Committer:
    """Writes new executions for one event loop. ``committed`` is told of each batch that stands."""

    def __init__(self, committed: Callable[[Sequence[NewExecution]], None], writers: int = 2) -> None:
        self._committed = committed
        self._waiting: deque[_Waiting] = deque()
        self._same_key: dict[tuple[int, str], list[_Waiting]] = {}
        self._writers = writers
        self._idle = [BatchWriter() for _ in range(writers)]
        self._busy: set[asyncio.Task[None]] = set()

    async def store(self, row: NewExecution) -> Answer:
        """Returns once the row is committed, or known not to be.

        Raises:
            IntakeUnavailable: the database could not be asked, or its answer was lost.
        """
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.put(row, partial(_resolve, answer))
        return await answer

    def put(self, row: NewExecution, tell: Tell) -> None:
        """Returns at once; ``tell`` is called when the row is committed, or known not to be."""
        one = _Waiting(row, tell)
        if row.idempotency_key and not self._first_of_its_key(one):
            return
        self._waiting.append(one)
        if self._wants_a_writer():
            task = asyncio.ensure_future(self._drain(self._idle.pop()))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    def _wants_a_writer(self) -> bool:
        all_idle = len(self._idle) == self._writers
        return all_idle or (bool(self._idle) and len(self._waiting) >= WORTH_A_WRITER)

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

    async def _drain(self, writer: "BatchWriter") -> None:
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

    async def _commit(self, writer: "BatchWriter", batch: list[_Waiting]) -> None:
        rows = [one.row for one in batch]
        try:
            answers: Sequence[Answer | IntakeUnavailable] = await writer.write(rows)
        except Exception as error:  # whatever it is, those who wait must hear of it
            log.error("%s events could not be stored: %s", len(rows), error)
            answers = [not_stored()] * len(rows)
        stored = [one.row for one, answer in zip(batch, answers, strict=True) if answer is STORED]
        if stored:
            self._committed(stored)
        for one, answer in zip(batch, answers, strict=True):
            self._tell(one, answer)

    def _tell(self, one: _Waiting, answer: Answer | IntakeUnavailable) -> None:
        one.tell(answer)
        if not one.row.idempotency_key:
            return
        later = Taken(one.row.id, one.row.body_sha256) if answer is STORED else answer
        for follower in self._same_key.pop((one.row.flow_id, one.row.idempotency_key)):
            follower.tell(later)


def _resolve(future: asyncio.Future[Answer], answer: Answer | IntakeUnavailable) -> None:
    if future.done():  # the client has gone away
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
