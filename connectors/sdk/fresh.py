"""What is read again after a while, and by one of those who ask for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Fresh:
    """``read`` is run where its last run is longer ago than so many seconds. Belongs to one event loop."""

    def __init__(self, read: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._read = read
        self._seconds = seconds
        self._reading = asyncio.Lock()
        self._read_at: float | None = None

    async def ensure(self) -> None:
        """Returns once it is fresh; whoever asks while something old is read again waits for that reading."""
        await self._read_after(self._seconds)

    async def ahead(self) -> None:
        """Reads it again once half of the time is over: where somebody sees to that in time, nobody waits."""
        await self._read_after(self._seconds / 2)

    async def _read_after(self, seconds: float) -> None:
        if self._is_younger(seconds):
            return
        async with self._reading:
            if not self._is_younger(seconds):
                began = time.monotonic()
                await self._read()
                self._read_at = began

    def _is_younger(self, seconds: float) -> bool:
        return self._read_at is not None and time.monotonic() - self._read_at < seconds


class Shared(Generic[K, V]):
    """Looks up by a key; all who ask for the same one in the meantime share the answer. Belongs to one
    event loop."""

    def __init__(self, look_up: Callable[[K], Awaitable[V]]) -> None:
        self._look_up = look_up
        self._asking: dict[K, asyncio.Future[V]] = {}

    async def get(self, key: K) -> V:
        """What the look-up gives, or raises."""
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.ensure_future(self._look_up(key))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        return await asyncio.shield(asking)
