"""The drain of a worker process: on a thread with its own event loop, for as long as the process.

A wake-up, by the bell or by a Celery message, only makes it claim for a while. A second thread keeps
the leases alive while the loop is busy, and ends the process where the loop does not come back: the
leases end, and others take over.
"""

import asyncio
import concurrent.futures
import logging
import os
import signal
import threading
import time
from collections.abc import Sequence

import psycopg
import uvloop
from django.conf import settings

from flows.facade.drain.bell import Bell, Ring
from flows.facade.drain.drain import Drain
from flows.facade.drain.floods import Floods
from flows.facade.drain.options import Options
from flows.facade.drain.parts import Rest
from flows.facade.ringer import Ringer
from flows.store.leases import LeaseKeeper

log = logging.getLogger("fairlead.drain")

REFRESH_S = 0.5
SERVE_S = 3.0
"""After this time it asks for another wake-up, so that the lanes take turns."""


class Resident:
    """Listens for work in the lanes; ``close`` it when the process ends."""

    def __init__(self, options: Options, lanes: Sequence[int]) -> None:
        self._options = options
        self._attending: dict[int, asyncio.Task[None]] = {}
        self._rests: dict[int, Rest] = {}
        self._loop = uvloop.new_event_loop()
        self._ended = threading.Event()
        self._parent = os.getppid()
        threading.Thread(target=self._loop.run_forever, name="fairlead-drain", daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._open(lanes), self._loop).result()
        threading.Thread(target=self._guard, name="fairlead-leases", daemon=True).start()

    def run(self, lane: int) -> None:
        """Serves a lane, unless it is served already, until nothing is due there or its time is over."""
        asyncio.run_coroutine_threadsafe(self._attend(lane), self._loop).result()

    def close(self) -> None:
        """Waits for calls under way and gives back the rest, within the grace time."""
        closing = asyncio.run_coroutine_threadsafe(self._close(), self._loop)
        try:
            closing.result(self._options.grace_s + 3)
        except concurrent.futures.TimeoutError:
            log.warning("Some calls did not end in time; another worker will take them up.")
        self._ended.set()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _open(self, lanes: Sequence[int]) -> None:
        self._ringer = Ringer(settings.REDIS_URL)
        self._drain = Drain(self._options, self._ringer)
        self._floods = Floods(settings.REDIS_URL, self._drain, self._ringer)
        self._bell = Bell(lanes, self._floods.name)
        self._listening = asyncio.ensure_future(self._listen())

    async def _close(self) -> None:
        self._drain.stop()
        self._listening.cancel()
        await asyncio.gather(self._listening, *self._attending.values(), return_exceptions=True)
        await self._drain.close()
        await self._floods.close()
        await self._bell.close()
        await self._ringer.close()

    async def _listen(self) -> None:
        while True:
            ring = await self._bell.heard()
            try:
                await self._answer(ring)
            except Exception:  # the next ring deserves to be heard
                log.exception("A lane could not be served.")

    async def _answer(self, ring: Ring) -> None:
        if ring.offered:
            await self._floods.serve(ring.lane, ring.flood)
        else:
            self._rest(ring.lane).heard(ring.flood)
            await self._attend(ring.lane)

    async def _attend(self, lane: int) -> None:
        if lane in self._attending:
            return
        serving = self._attending[lane] = asyncio.ensure_future(self._serve(lane))
        serving.add_done_callback(lambda _: self._attending.pop(lane))
        await asyncio.shield(serving)

    async def _serve(self, lane: int) -> None:
        """Asks for another wake-up if there is still work. The flag that came with the wake-up stands for
        longer than it takes until it is renewed."""
        rest = self._rest(lane)
        serving = asyncio.ensure_future(self._drain.serve(rest, SERVE_S))
        while not (await asyncio.wait({serving}, timeout=REFRESH_S))[0]:
            rest.heard(await self._ringer.keep(lane))
        await self._ringer.free(lane)
        # Whoever committed before the flag fell was not heard: look once more.
        if await self._drain.serve(rest, 0.001) or serving.result():
            self._ringer.again(lane)

    def _rest(self, lane: int) -> Rest:
        if lane not in self._rests:
            self._rests[lane] = Rest(lane, self._options.batch, self._ringer.help_with, self._floods.offer)
        return self._rests[lane]

    def _guard(self) -> None:
        keeper = LeaseKeeper(self._options.lease)
        while not self._ended.wait(self._options.lease_s / 3):
            if os.getppid() != self._parent:
                log.error("The worker that this process belongs to is gone; ending.")
                os.kill(os.getpid(), signal.SIGKILL)
            if time.monotonic() - self._drain.turned_at > self._options.stuck_s:
                log.error("The drain is stuck; ending this process, others take over its executions.")
                os.kill(os.getpid(), signal.SIGKILL)
            self._extend(keeper)
        keeper.close()

    def _extend(self, keeper: LeaseKeeper) -> None:
        rows = [(one.claimed.id, one.claimed.epoch) for one in list(self._drain.runner.actives.values())]
        if not rows:
            return
        try:
            keeper.extend(rows)
        except psycopg.Error as error:
            log.warning("The leases cannot be extended, trying again: %s", error)
