"""The drain: claims what is due and carries it on, for as long as somebody asks it to.

It lives on one event loop. A wake-up makes it claim for a while; calls under way go on beyond that,
so a slow target never holds up the wake-up of another lane.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from typing import Any
from uuid import UUID

import psycopg

from connectors.connections.sessions import SessionPool
from flows.engine.records import StepRecord
from flows.facade import boundaries
from flows.facade.drain.active import Active
from flows.facade.drain.alarms import Alarms
from flows.facade.drain.aside import Aside
from flows.facade.drain.batching import Batches
from flows.facade.drain.claims import Claims
from flows.facade.drain.clock import Clock
from flows.facade.drain.jobs import Wake
from flows.facade.drain.listeners import Listeners
from flows.facade.drain.locks import RecordLocks
from flows.facade.drain.options import Options
from flows.facade.drain.parts import Part
from flows.facade.drain.runner import Runner
from flows.facade.drain.target import Target
from flows.facade.drain.tools import Tools
from flows.facade.drain.versions import Versions
from flows.facade.drain.waiting import Pending
from flows.facade.drain.writer import Writer
from flows.facade.hints import Hints
from flows.facade.ringer import Ringer
from flows.store.claiming import Claimed
from flows.store.database import ConnectOptions
from flows.store.pool import Connections

log = logging.getLogger("fairlead.drain")

SHORTEST_S = 0.001
GATHER_S = 0.004
CROWDED_GATHER_S = 0.012
CROWD = 8
"""Where more is due than one claim takes and so many are under way, nobody waits longer for being claimed
with more others, and each claim, intent and result then costs a third less. Where less is due, waiting for
company would be most of what an execution takes."""
CHUNK = 16
"""So many executions are begun before the loop may do something else."""
PAUSE_S = 0.5
AHEAD_S = 0.2
AWAY = (psycopg.OperationalError, psycopg.InterfaceError)
"""The database cannot be reached, or ended the session."""


class Found(Enum):
    """What a look at the queue came to."""

    NOTHING = 0
    SOME = 1
    NO_ROOM = 2


class Drain:
    """Make it inside the loop that it runs on; ``close`` it before that loop ends. ``ringer`` is the
    owner's."""

    def __init__(self, options: Options, ringer: Ringer | None = None) -> None:
        self.options = options
        self._ringer = ringer or Ringer()
        self.turned_at = self._looked_at = time.monotonic()
        self._lookups = Connections(ConnectOptions("fairlead drain lookups", statement_s=10))
        self._clock = Clock()
        self._hints = Hints()
        self._alarms = Alarms(lambda due: self._ringer.wake([due]))
        self._writer = Writer("fairlead drain results", self._committed, self._crowded)
        self._versions = Versions(self._lookups)
        self._listeners = Listeners(self._lookups)
        self.runner = Runner(
            self._clock, self._versions, self._listeners, self._writer, self._submit, self._put_aside
        )
        self._claims = Claims(options, self.runner.actives)
        self._targets: dict[str, Target] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sessions = SessionPool()
        self._closing = False
        self._behind: set[int] = set()
        self._beside = [asyncio.ensure_future(one) for one in (self._turn(), self._keep_fresh())]
        self._tools = Tools(
            options=options,
            sessions=self._sessions,
            writer=self._writer,
            locks=RecordLocks(self._lookups, options.owner),
            spawn=self._spawn,
            submit=self._submit,
            resolved=self.runner.resolved,
            cancelled=self.runner.cancelled,
            lost=self.runner.lost,
        )
        self._aside = Aside(self._tools, self.runner, self._ringer.again)
        self._shelf = Connections(ConnectOptions("fairlead drain batches", statement_s=30), size=3)
        self._batches = Batches(self._tools, self._shelf, self._hints.changed)

    async def serve(self, part: Part, seconds: float) -> bool:
        """Claims and runs what is due in this part of a lane, until nothing was due for a moment or the
        time is over. True where there may be more at the end. Calls under way go on by themselves."""
        end = time.monotonic() + seconds
        idle_since: float | None = None
        pause = SHORTEST_S
        self._spawn(self._refresh())
        while not self._closing and time.monotonic() < end:
            if await self._claim(part) is not Found.NOTHING:
                idle_since, pause = None, SHORTEST_S
                await asyncio.sleep(self._gather_s())
                continue
            idle_since = idle_since or time.monotonic()
            if time.monotonic() - idle_since >= self.options.linger_s:
                return False
            await asyncio.sleep(pause)
            pause = min(pause * 2, self.options.poll_s)
        return idle_since is None

    @property
    def closing(self) -> bool:
        """Whether nothing more is claimed."""
        return self._closing

    def stop(self) -> None:
        """Claims nothing more; returns at once."""
        self._closing = True

    async def close(self) -> None:
        """Stops claiming, waits for calls under way, gives back the rest. Nobody may serve any more."""
        self.stop()
        for target in self._targets.values():
            target.take_back()
        self._batches.close()
        self._aside.close()
        end = time.monotonic() + self.options.grace_s
        while self._tasks and (left := end - time.monotonic()) > 0:
            await asyncio.wait(list(self._tasks), timeout=left)
        self.runner.release([one for one in self.runner.actives.values() if not one.gone and not one.away])
        await self._writer.close()
        await self._hints.flush()
        self._alarms.close()
        for task in [*self._beside, *self._tasks]:
            task.cancel()
        await asyncio.gather(*self._beside, *self._tasks, return_exceptions=True)
        self._versions.close()
        await self._aside.clear_away()
        await self._sessions.close()
        await self._claims.close()
        await self._shelf.close()
        await self._lookups.close()

    def _gather_s(self) -> float:
        """What comes while others are under way is claimed together, not one by one."""
        if self._crowded():
            return CROWDED_GATHER_S
        return GATHER_S if self.runner.actives else 0

    def _crowded(self) -> bool:
        return bool(self._behind) and len(self.runner.actives) - self._aside.held >= CROWD

    async def _claim(self, part: Part) -> "Found":
        """Claims once, and begins what was claimed."""
        self._looked_at = time.monotonic()
        congested = [one for one in self._targets.values() if one.congested]
        parked = sum(one.held for one in congested) + self._aside.held
        full = self._aside.full.union(*(one.flows for one in congested))
        room = self.options.in_flight - len(self.runner.actives) + parked
        if room <= 0:
            part.saw([], full)
            await asyncio.sleep(self.options.poll_s / 2)
            return Found.NO_ROOM
        try:
            asked_at = self._clock.asked()
            rows = await self._next(part, room, full)
            if rows:
                self._clock.set(rows[-1].claimed_at, asked_at)
                boundaries.passed(boundaries.CLAIMED)
                await self._begin(rows)
        except AWAY as error:
            log.warning("The queue cannot be read, trying again: %s", error)
            await self._claims.close()
            await asyncio.sleep(PAUSE_S)
            return Found.NOTHING
        if congested or len(rows) >= min(room, self.options.batch):
            self._behind.add(part.lane)
        else:
            self._behind.discard(part.lane)
        part.saw(rows, full)
        if rows:
            return Found.SOME
        if not congested:
            return Found.NOTHING
        await asyncio.sleep(
            self.options.poll_s
        )  # others of these flows may well be due, so this is not the end
        return Found.NO_ROOM

    async def _next(self, part: Part, room: int, full: set[int]) -> list[Claimed]:
        if part.only is not None:
            return await self._claims.next_of(part.only - full, part.lane, room)
        return await self._claims.next(part.lane, room, full | part.spared)

    async def _refresh(self) -> None:
        """What changes seldom is read beside the claim, so that who comes after a pause does not wait."""
        with suppress(psycopg.Error):  # whoever needs it will hear of it
            await asyncio.gather(self._versions.ahead(), self._listeners.ahead(), self._sessions.ahead())

    async def _begin(self, rows: Sequence[Claimed]) -> None:
        histories = await self._read_up(rows)
        for start in range(0, len(rows), CHUNK):
            self.runner.begin(rows[start : start + CHUNK], histories)
            await asyncio.sleep(0)

    async def _read_up(self, rows: Sequence[Claimed]) -> Mapping[UUID, list[StepRecord]]:
        """What else is needed to run them. They are claimed already, and would count as left behind by a
        dead worker; so a database that goes away is asked again while their leases last."""
        end = time.monotonic() + self.options.lease_s / 2
        while True:
            try:
                await self._versions.load({row.version_id for row in rows})
                await self._listeners.refresh()
                return await self._claims.histories(rows)
            except AWAY as error:
                if self._closing or time.monotonic() > end:
                    raise
                log.warning("What was claimed cannot be read, trying again: %s", error)
                await self._claims.close()
                await asyncio.sleep(PAUSE_S)

    def _submit(self, connection: str, pendings: Sequence[Pending]) -> None:
        if self._closing:
            return  # they stay with their executions, which are given back
        if not connection:
            self._batches.submit(pendings)
            return
        target = self._targets.get(connection)
        if target is None:
            target = self._targets[connection] = Target(connection, self._tools)
        target.submit(pendings)

    def _put_aside(self, active: Active) -> None:
        if not self._closing:  # else it is given back
            self._aside.put(active)

    def _committed(self, rows: Sequence[tuple[int, UUID]], wakes: set[Wake]) -> None:
        self._hints.changed(rows)
        self._ringer.wake(due for due, at in wakes if at is None)
        for due, at in wakes:
            if at is not None:
                self._alarms.set(due, self._clock.seconds_to(at))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("A part of the drain failed.", exc_info=task.exception())

    async def _turn(self) -> None:
        """Shows the watchdog that the loop turns."""
        while True:
            self.turned_at = time.monotonic()
            await asyncio.sleep(0.5)

    async def _keep_fresh(self) -> None:
        """Nobody who comes while the queue is served has to wait for what changes seldom."""
        while True:
            await asyncio.sleep(AHEAD_S)
            if time.monotonic() - self._looked_at < AHEAD_S:
                try:
                    await self._refresh()
                except Exception as error:  # the next look ahead deserves its turn
                    log.error("What changes seldom could not be read ahead.", exc_info=error)
