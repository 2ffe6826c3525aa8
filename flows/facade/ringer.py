"""Rings for workers from an event loop: at once, where a thread would first have to be given its turn.

It is a courtesy: without it the sweeper finds the work seconds later. So a Redis that is away slows
executions and refuses none, and nobody waits for a ring.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Iterable

import redis.asyncio
from redis.exceptions import RedisError

from flows.facade import rings

log = logging.getLogger("fairlead.wakeups")

HELP_EVERY_S = 0.5
AWAY = (RedisError, OSError)


class Ringer:
    """Belongs to one event loop; ``close`` it before that ends. Without an address it rings nowhere."""

    def __init__(self, address: str = "") -> None:
        self._redis = _client(address) if address else None
        self._script = self._redis.register_script(rings.SCRIPT) if self._redis else None
        self._wanted: dict[int, bool] = {}
        self._helped: dict[int, float] = {}
        self._ringing: asyncio.Task[None] | None = None

    def wake(self, lanes: Iterable[int], *, anyway: bool = False) -> None:
        """There is work in these lanes; returns at once. ``anyway``: rings also where somebody looks at
        the lane already."""
        for lane in lanes:
            self._wanted[lane] = anyway or self._wanted.get(lane, False)
        if self._ringing is None and self._wanted:
            self._ringing = asyncio.ensure_future(self._ring())

    def again(self, lane: int) -> None:
        """A worker leaves the lane with work still in it."""
        self.wake([lane], anyway=True)

    def help_with(self, lane: int) -> None:
        """A worker has more than it can do alone."""
        now = time.monotonic()
        if now - self._helped.get(lane, 0.0) >= HELP_EVERY_S:
            self._helped[lane] = now
            self.wake([lane], anyway=True)

    async def keep(self, lane: int) -> None:
        """A worker looks at the lane."""
        if self._redis is not None:
            await _quietly(self._redis.set(rings.flag_of(lane), 1, px=rings.STANDS_MS))

    async def free(self, lane: int) -> None:
        """A worker no longer looks at the lane."""
        if self._redis is not None:
            await _quietly(self._redis.delete(rings.flag_of(lane)))

    async def close(self) -> None:
        """Rings once more for what is wanted, then closes the connections."""
        ringing, self._ringing = self._ringing, None
        if ringing is not None:
            ringing.cancel()
            await asyncio.wait([ringing])
        await _quietly(self._ring_all())
        if self._redis is not None:
            await self._redis.aclose()

    async def _ring(self) -> None:
        while self._wanted:
            try:
                pause = await self._ring_all()
            except AWAY as error:
                log.warning("No worker could be woken; the sweeper will find the work: %s", error)
                pause = rings.PAUSE_S
            await asyncio.sleep(pause)
        self._ringing = None

    async def _ring_all(self) -> float:
        """How many seconds the next ring may wait."""
        pause = rings.GATHER_S
        while self._wanted:
            keys, arguments = rings.given(*self._wanted.popitem())
            if self._script is not None and not await self._script(keys, arguments):
                pause = rings.STANDING_S
        return pause


async def _quietly(asked: Awaitable[object]) -> None:
    """What is lost with it is found by the sweeper, or ends by itself."""
    try:
        await asked
    except AWAY as error:
        log.debug("Redis does not answer: %s", error)


def _client(address: str) -> redis.asyncio.Redis:
    return redis.asyncio.Redis.from_url(address, socket_timeout=1.0, socket_connect_timeout=1.0)
