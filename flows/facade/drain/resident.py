"""The drain of a worker process: on a thread with its own event loop, for as long as the process.

A wake-up only makes it claim for a while. A second thread keeps the leases alive while the loop is
busy, and ends the process where the loop does not come back: the leases end, and others take over.
"""

import asyncio
import concurrent.futures
import logging
import os
import signal
import threading
import time

import psycopg
import uvloop

from flows.facade import wakeups
from flows.facade.drain.drain import Drain
from flows.facade.drain.options import Options
from flows.store.leases import LeaseKeeper

log = logging.getLogger("fairlead.drain")

REFRESH_S = 0.5


class Resident:
    """Started with the first wake-up of the process; ``close`` it when the process ends."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._loop = uvloop.new_event_loop()
        self._ended = threading.Event()
        self._parent = os.getppid()
        threading.Thread(target=self._loop.run_forever, name="fairlead-drain", daemon=True).start()
        self._drain = asyncio.run_coroutine_threadsafe(_made(options), self._loop).result()
        threading.Thread(target=self._guard, name="fairlead-leases", daemon=True).start()

    def run(self, lane: int, seconds: float) -> None:
        """Serves a lane until nothing is due there, at most for this time; then asks for another
        wake-up if there is still work. The flag that came with the wake-up stands for longer than it
        takes until it is renewed."""
        busy = self._serve(lane, seconds)
        wakeups.free(lane)
        # Whoever committed before the flag fell was not heard: look once more.
        if self._serve(lane, 0.001) or busy:
            wakeups.again(lane)

    def close(self) -> None:
        """Waits for calls under way and gives back the rest, within the grace time."""
        closing = asyncio.run_coroutine_threadsafe(self._drain.close(), self._loop)
        try:
            closing.result(self._options.grace_s + 3)
        except concurrent.futures.TimeoutError:
            log.warning("Some calls did not end in time; another worker will take them up.")
        self._ended.set()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _serve(self, lane: int, seconds: float) -> bool:
        serving = asyncio.run_coroutine_threadsafe(self._drain.serve(lane, seconds), self._loop)
        while True:
            try:
                return serving.result(REFRESH_S)
            except concurrent.futures.TimeoutError:
                wakeups.keep(lane)

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


async def _made(options: Options) -> Drain:
    return Drain(options)
