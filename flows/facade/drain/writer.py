"""Commits what the executions of a worker came to, always many together.

Whatever comes while a commit is under way goes into the next. A lost connection is opened again and
the same batch is written once more: the epochs and the keys of the rows make that harmless.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

import psycopg

from flows.facade import boundaries
from flows.facade.drain.jobs import Job, Owned, Wake, alone, unstorable
from flows.facade.rings import Due
from flows.store import accepting, ending, results
from flows.store.accepting import NewExecution
from flows.store.database import Connection, ConnectOptions, connect

log = logging.getLogger("fairlead.drain")

MOST = 256
ENOUGH = 24
BEHIND = 64
GATHER_S = 0.004
PAUSE_S = 0.5

Committed = Callable[[Sequence[tuple[int, UUID]], set[Wake]], None]


class Writer:
    """One connection, one batch at a time. ``committed`` is told the rows (flow id, id) of each,
    and where and when that makes something due. While ``crowded`` a commit waits a
    moment for company: a small one costs PostgreSQL and us nearly as much as a large one."""

    def __init__(self, name: str, committed: Committed, crowded: Callable[[], bool] = lambda: False) -> None:
        self._options = ConnectOptions(name, statement_s=30)
        self._committed = committed
        self._crowded = crowded
        self._jobs: list[Job] = []
        self._connection: Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._written = asyncio.Event()

    async def keeps_up(self) -> None:
        """Returns once there is not so much to be written that nothing should be made in advance."""
        while len(self._jobs) >= BEHIND:
            await self._written.wait()

    def submit(self, job: Job) -> None:
        """Returns at once; ``job.done`` is called after the commit."""
        self._jobs.append(job)
        if self._task is None:
            self._task = asyncio.ensure_future(self._run())

    async def write(self, job: Job) -> Owned:
        """Returns after the commit."""
        answer: asyncio.Future[Owned] = asyncio.get_running_loop().create_future()
        job.done = answer.set_result
        self.submit(job)
        return await answer

    async def close(self) -> None:
        """Waits for what is to be written, then closes the connection."""
        while self._task is not None:
            await asyncio.wait([self._task])
        if self._connection is not None:
            await self._connection.close()

    async def _run(self) -> None:
        try:
            while self._jobs:
                if len(self._jobs) < ENOUGH and self._crowded():
                    await asyncio.sleep(GATHER_S)
                jobs, self._jobs = self._jobs[:MOST], self._jobs[MOST:]
                await self._write(jobs)
                self._written.set()
                self._written.clear()
        finally:
            self._task = None

    async def _write(self, jobs: Sequence[Job]) -> None:
        ends = any(job.endings for job in jobs)
        if ends:
            boundaries.passed(boundaries.RESULT_DUE)
        try:
            owned = await self._until_committed(jobs)
        except Exception as error:  # one row that cannot be stored must not hold up the others
            log.error("A batch of results cannot be stored as a whole: %s", error)
            owned = await self._one_by_one(jobs)
        if ends:
            boundaries.passed(boundaries.RESULT_COMMITTED)
        wakes: set[Wake] = {(Due(row.lane, row.flow_id), None) for job in jobs for _, row in job.events}
        wakes.update(wake for job in jobs for wake in job.wakes)
        self._committed([row for job in jobs for row in job.rows], wakes)
        for job in jobs:
            if job.done is not None:
                job.done(owned)

    async def _until_committed(self, jobs: Sequence[Job]) -> Owned:
        """Tries again for as long as it is only the connection that fails."""
        while True:
            try:
                return await self._commit(jobs)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("The database does not take results, trying again: %s", error)
                await asyncio.sleep(0 if isinstance(error, psycopg.errors.DeadlockDetected) else PAUSE_S)
                await self._close_quietly()

    async def _one_by_one(self, jobs: Sequence[Job]) -> Owned:
        """What cannot be stored ends as a dead letter that says so; it counts as not ours any more."""
        owned: dict[UUID, bool] = {}
        for part in [part for job in jobs for part in alone(job)]:
            try:
                owned.update(await self._until_committed([part]))
            except Exception as error:
                log.error("The result of an execution cannot be stored: %s", error)
                await self._bury(part)
        return owned

    async def _bury(self, job: Job) -> None:
        try:
            await self._until_committed([unstorable(job)])
        except Exception as error:  # its lease will end, and the quarantine takes it in the end
            log.error("The execution cannot even be ended: %s", error)

    async def _close_quietly(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _commit(self, jobs: Sequence[Job]) -> Owned:
        if self._connection is None:
            self._connection = await connect(self._options)
        connection = self._connection
        statements = _statements(jobs)
        freed = [one for job in jobs for one in job.freed]
        events = [one for job in jobs for one in job.events]
        if len(statements) == 1 and not freed and not events:
            cursor = await connection.execute(*statements[0], binary=True)
            return dict(await cursor.fetchall())
        async with connection.transaction():
            owned: dict[UUID, bool] = {}
            for statement in statements:
                owned.update(await (await connection.execute(*statement, binary=True)).fetchall())
            starting = [row for publisher, row in events if publisher in owned]
            if starting:
                await connection.execute(*accepting.statement(_distinct(starting), only_live=False))
            if freed:
                await connection.execute(ending.PROMOTE, _keys(freed))
        return owned


def _statements(jobs: Sequence[Job]) -> list[tuple[str, Sequence[object]]]:
    intents = [one for job in jobs for one in job.intents]
    releases = [one for job in jobs for one in job.releases]
    endings = [one for job in jobs for one in job.endings]
    found = []
    if intents:
        found.append(results.intents(intents))
    if releases:
        found.append(results.releases(releases))
    if endings:
        found.append(results.endings(endings))
    return found


def _distinct(rows: Sequence[NewExecution]) -> list[NewExecution]:
    """An idempotency key may stand in one statement once."""
    return list({(row.flow_id, row.idempotency_key): row for row in rows}.values())


def _keys(freed: Sequence[tuple[int, str]]) -> dict[str, list[object]]:
    pairs = sorted(set(freed))
    return {"flows": [flow_id for flow_id, _ in pairs], "keys": [key for _, key in pairs]}
