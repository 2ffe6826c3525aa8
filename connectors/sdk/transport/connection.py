"""One connection: a request goes out, its answer comes back, and so on for as long as both keep it."""

import asyncio
from typing import cast

from connectors.sdk.transport.reading import Answer, Reader

Origin = tuple[str, str, int]
"""Scheme, host and port."""


class Connection(asyncio.Protocol):
    """Made by the loop; the pool hands it to one call at a time."""

    def __init__(self) -> None:
        self.origin: Origin = ("", "", 0)
        self.lost = False
        self.kept_until = 0.0
        self._reader: Reader | None = None

    async def exchange(self, request: bytes, *, headless: bool, limit: int, seconds: float) -> Answer:
        """Sends a request and reads the answer; see ``Reader``.

        Raises:
            Broken, AnswerTooLarge, TimeoutError: the request, or a part of it, may have arrived.
        """
        loop = asyncio.get_running_loop()
        reader = self._reader = Reader(loop.create_future(), headless=headless, limit=limit)
        timer = loop.call_later(seconds, reader.fail, TimeoutError())
        self._transport.write(request)
        try:
            answer = await reader.answer
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()
            self._reader = None
        if not reader.keeps:
            self.close()
        return answer

    def close(self) -> None:
        """At once: nothing that is still on its way matters."""
        self.lost = True
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        if self._reader is None:
            self.close()  # nobody asked for anything
        else:
            self._reader.feed(data)

    def connection_lost(self, error: Exception | None) -> None:
        """Called by the loop."""
        self.lost = True
        if self._reader is not None:
            self._reader.end(error)
