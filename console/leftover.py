"""What is still coming of a body that was refused: many a client reads the answer only after it has sent
everything, and sees a broken connection where nobody takes the rest from it."""

import asyncio
from contextlib import suppress

from console.lifespan import Message, Receive, Scope

MOST_BYTES = 128 * 1024 * 1024
SECONDS = 10.0
"""Whoever sends more, or more slowly, is cut off."""


class Incoming:
    """Receives as ``receive`` does, and knows whether there is more to come."""

    __slots__ = ("_is_asked", "_more", "_receive")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._more = True
        self._is_asked = (b"expect", b"100-continue") in scope["headers"]

    async def __call__(self) -> Message:
        message = await self._receive()
        self._more = bool(message.get("more_body", False))
        return message

    async def drop(self) -> None:
        """Receives the rest and keeps nothing of it. Who waits to be asked for the body is not asked."""
        if self._is_asked:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await self._drop()

    async def _drop(self) -> None:
        size = 0
        while self._more and size <= MOST_BYTES:
            size += len((await self()).get("body", b""))
