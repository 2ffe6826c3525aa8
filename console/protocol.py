"""HTTP as uvicorn speaks it, but the head and the body of an answer leave together, and so do those of
a request come.

Uvicorn writes each by itself, and every write wakes the other side, which can do nothing with half of
an answer. Together they let one process answer half as many requests again (docs/benchmarks.md). A small
body mostly comes with its head; the application then need not wait for it, and one that can take such a
request without waiting for anything else needs no task.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, cast

from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from console.lifespan import AT_HAND, AtOnce, Scope

MOST_BYTES = 64 * 1024
"""More is not held back, so that the writer of a large answer feels when the other side is slow. Nor is
more of a request held twice."""


class GatheringTransport:
    """A transport whose writes of one turn of the loop leave together. All else is the transport's own."""

    __slots__ = ("_gathered", "_loop", "_size", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._gathered: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Leaves when this turn of the loop is over."""
        if not self._gathered:
            self._loop.call_soon(self.flush)
        self._gathered.append(data)
        self._size += len(data)
        if self._size > MOST_BYTES:
            self.flush()

    def writelines(self, pieces: Iterable[bytes]) -> None:
        """As ``write``."""
        self.write(b"".join(pieces))

    def flush(self) -> None:
        """Sends what was gathered."""
        if self._gathered:
            gathered, self._gathered, self._size = self._gathered, [], 0
            self._transport.write(b"".join(gathered))

    def close(self) -> None:
        """Sends what was gathered, then closes."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Exchange:
    """The application for one request: it is given the body with the scope where that has come already."""

    __slots__ = ("_app", "_cycle")

    def __init__(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._cycle = cycle
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = self._cycle.body
        if self._cycle.more_body or len(body) > MOST_BYTES:
            await self._app(scope, receive, send)
            return
        scope["extensions"] = {AT_HAND: bytes(body)}
        await self._app(scope, receive, send)
        del scope["extensions"]  # an idle connection keeps its last scope
        body.clear()


class CycleReply:
    """The reply to a request that uvicorn's ``cycle`` stands for; ``go_on`` starts the application."""

    __slots__ = ("_cycle", "go_on")

    def __init__(self, cycle: RequestResponseCycle, go_on: Callable[[], None]) -> None:
        self._cycle = cycle
        self.go_on = go_on

    def send(self, status: int, headers: Sequence[tuple[bytes, bytes]], content: bytes) -> None:
        """Writes the whole answer."""
        cycle = self._cycle
        cycle.body.clear()  # an idle connection keeps its last cycle
        cycle.response_started = cycle.response_complete = True
        if cycle.disconnected:
            return
        lines = [b"%s: %s\r\n" % header for header in (*cycle.default_headers, *headers)]
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        length = b"content-length: %d\r\n\r\n" % len(content)
        cycle.transport.write(b"".join((STATUS_LINE[status], *lines, length, content)))
        if not cycle.keep_alive:
            cycle.transport.close()
        cycle.on_response()


class GatheringProtocol(HttpToolsProtocol):
    """Uvicorn's protocol on a gathering transport: ``uvicorn --http console.protocol:GatheringProtocol``. An
    application with a method ``at_once`` is asked whether it takes what came whole."""

    def __init__(self, config: Config, *args: Any, **kwargs: Any) -> None:
        super().__init__(config, *args, **kwargs)
        self._at_once = _at_once_of(self.app)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        gathering = GatheringTransport(cast(asyncio.Transport, transport), self.loop)
        super().connection_made(cast(asyncio.Transport, gathering))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        if self._at_once is None or app is not self.app:
            self._go_on(cycle, app)
        else:
            # The body follows the head in this turn of the loop, if it came with it.
            self.loop.call_soon(self._begin, cycle, app, self._at_once)

    def _begin(self, cycle: RequestResponseCycle, app: ASGI3Application, at_once: AtOnce) -> None:
        is_whole = not cycle.more_body and len(cycle.body) <= MOST_BYTES
        reply = CycleReply(cycle, partial(self._go_on, cycle, app))
        if not is_whole or not at_once(cast(Scope, cycle.scope), bytes(cycle.body), reply):
            self._go_on(cycle, app)

    def _go_on(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        super()._start_asgi_task(cycle, Exchange(cycle, app))


def _at_once_of(app: object) -> AtOnce | None:
    """Also inside what tells who is behind a proxy: that is not asked where nothing is waited for."""
    inner = app.app if isinstance(app, ProxyHeadersMiddleware) else app
    return getattr(inner, "at_once", None)
