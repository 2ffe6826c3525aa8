"""Keeps two calls for one record from being under way at once."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class Gate:
    """Holds sets of names: whoever wants one that is held waits. All of a set or none is taken, so
    that nobody waits in a circle."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def hold(self, names: Iterable[str]) -> AsyncIterator[None]:
        wanted = set(names)
        async with self._freed:
            await self._freed.wait_for(lambda: self._held.isdisjoint(wanted))
            self._held |= wanted
        try:
            yield
        finally:
            self._held -= wanted
            async with self._freed:
                self._freed.notify_all()
