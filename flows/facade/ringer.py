"""Rings for workers from an event loop: at once, where a thread would first have to be given its turn.

It is a courtesy: without it the sweeper finds the work seconds later. So a Redis that is away slows
executions and refuses none, and nobody waits for a ring.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Iterable
from typing import TypeVar

import redis.asyncio
from redis.exceptions import RedisError

from flows.facade import rings
from flows.facade.rings import NONE, Due

log = logging.getLogger("fairlead.wakeups")

HELP_EVERY_S = 0.5
AWAY = (RedisError, OSError)
T = TypeVar("T")


class Ringer:
    """Belongs to one event loop; ``close`` it before that ends. Without an address it rings nowhere."""

    def __init__(self, address: str = "") -> None:
        self._redis = client(address) if address else None
        self._script = self._redis.register_script(rings.RING) if self._redis else None
        self._wanted: dict[int, set[int]] = {}
        self._anyway: set[int] = set()
        self._floods: dict[int, tuple[float, frozenset[int]]] = {}
        self._helped: dict[int, float] = {}
        self._ringing: asyncio.Task[None] | None = None

    def wake(self, work: Iterable[Due]) -> None:
        """There is this work; returns at once."""
        for lane, flow in work:
            if flow not in self._flood(lane):
                self._wanted.setdefault(lane, set()).add(flow)
        self._start()

    def again(self, lane: int) -> None:
        """A worker leaves the lane with work still in it: rings also where somebody looks at it."""
        self._wanted.setdefault(lane, set()).add(0)
        self._anyway.add(lane)
        self._start()

    def help_with(self, lane: int) -> None:
        """A worker has more than it can do alone."""
        now = time.monotonic()
        if now - self._helped.get(lane, 0.0) >= HELP_EVERY_S:
            self._helped[lane] = now
            self.again(lane)

    async def keep(self, lane: int) -> frozenset[int]:
        """A worker looks at the lane. Answers the flows that another one serves apart."""
        if self._redis is None:
            return NONE
        asked = self._redis.pipeline(transaction=False)
        asked.set(rings.flag_of(lane), 1, px=rings.STANDS_MS)
        asked.get(rings.flood_of(lane))
        answers = await quietly(asked.execute())
        return rings.read((answers[1] or b"").decode()) if answers else NONE

    async def free(self, lane: int) -> None:
        """A worker no longer looks at the lane."""
        if self._redis is not None:
            await quietly(self._redis.delete(rings.flag_of(lane)))

    async def close(self) -> None:
        """Rings once more for what is wanted, then closes the connections."""
        ringing, self._ringing = self._ringing, None
        if ringing is not None:
            ringing.cancel()
            await asyncio.wait([ringing])
        await quietly(self._ring_all())
        if self._redis is not None:
            await self._redis.aclose()

    def _start(self) -> None:
        if self._ringing is None and self._wanted:
            self._ringing = asyncio.ensure_future(self._ring())

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
            lane, flows = self._wanted.popitem()
            keys, arguments = rings.given(lane, flows, anyway=lane in self._anyway)
            self._anyway.discard(lane)
            if self._script is None:
                continue
            rung, flood = await self._script(keys, arguments)
            self._floods[lane] = time.monotonic() + rings.KNOWN_S, rings.read(flood.decode())
            # Beside a flood the flag says little of who attends to the others.
            if not rung and not flood:
                pause = rings.STANDING_S
        return pause

    def _flood(self, lane: int) -> frozenset[int]:
        until, flows = self._floods.get(lane, (0.0, NONE))
        return flows if time.monotonic() < until else NONE


async def quietly(asked: Awaitable[T]) -> T | None:
    """The answer, or None. What is lost with it is found by the sweeper, or ends by itself."""
    try:
        return await asked
    except AWAY as error:
        log.debug("Redis does not answer: %s", error)
        return None


def client(address: str) -> redis.asyncio.Redis:
    """One that does not wait long for its answers."""
    return redis.asyncio.Redis.from_url(address, socket_timeout=1.0, socket_connect_timeout=1.0)
