"""A local server that replays a conversation, or fails in one of the ways that targets fail."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson
from aiohttp import web

from connectors.conformance.fixtures import Exchange, Fixture, Recorded
from connectors.conformance.matching import request_difference

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
FLOOD_BYTES = 512 * 1024 * 1024
CHUNK = b"[" + b" " * 65_535


class Target:
    """``load`` gives it a conversation; ``fault`` is answered in place of the exchange that has the
    effect, and by everything after it."""

    def __init__(self) -> None:
        self.address = ""
        self.fault: Answer | None = None
        self.requests = 0
        self.surprises: list[str] = []
        self.flooded = 0
        self._left: list[tuple[int, Exchange]] = []
        self._effect = 0
        self._done = asyncio.Event()

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    @property
    def left(self) -> list[str]:
        """The recorded requests that did not come."""
        return [f"{one.request['method']} {one.request['path']}" for _, one in self._left]

    def load(self, recorded: Recorded) -> Fixture:
        """The fixture with this server's address, ready to be replayed."""
        fixture = recorded.at(self.address)
        self._left = list(enumerate(fixture.exchanges))
        self._effect = fixture.effect
        self.requests, self.surprises = 0, []
        return fixture

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.requests += 1
        found = self._take(request, body)
        if self.fault is not None and (found is None or found[0] >= self._effect):
            return await self.fault(request)
        if found is None:
            return web.Response(status=599, text="not recorded")
        return await _recorded(request, found[1])

    def _take(self, request: web.Request, body: bytes) -> tuple[int, Exchange] | None:
        why = "nothing more is recorded"
        for entry in self._left:
            difference = request_difference(entry[1].request, request, body)
            if difference is None:
                self._left.remove(entry)
                return entry
            why = difference
        self.surprises.append(f"{request.method} {request.path}: {why}")
        return None

    # The ways of failing; each is a value for ``fault``.

    async def hang(self, request: web.Request) -> web.StreamResponse:
        await self._done.wait()
        return web.Response()

    async def break_off(self, request: web.Request) -> web.StreamResponse:
        return _break_off(request)

    async def flood(self, request: web.Request) -> web.StreamResponse:
        """An answer that does not end, without saying how long it is."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while self.flooded < FLOOD_BYTES:
            try:
                await response.write(CHUNK)
            except (ConnectionError, OSError):
                break
            self.flooded += len(CHUNK)
        return response

    def status(self, status: int, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        """Always this status."""

        async def say(request: web.Request) -> web.StreamResponse:
            raw = b"" if body is None else orjson.dumps(body)
            given = {"Content-Type": "application/json"} | (headers or {})
            return web.Response(status=status, body=raw, headers=given)

        return say

    def end(self) -> None:
        self._done.set()


async def _recorded(request: web.Request, exchange: Exchange) -> web.StreamResponse:
    response = exchange.response
    if response.get("broken"):
        return _break_off(request)
    headers = dict(response.get("headers", {}))
    body = base64.b64decode(response["base64"]) if "base64" in response else b""
    if "text" in response:
        body = response["text"].encode()
    if "json" in response:
        body = orjson.dumps(response["json"])
        headers.setdefault("Content-Type", "application/json")
    return web.Response(status=response.get("status", 200), body=body, headers=headers)


def _break_off(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serving() -> AsyncIterator[Target]:
    """A target on a free port of the loopback."""
    target = Target()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", target.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    target.address = "http://{}:{}".format(*runner.addresses[0][:2])
    try:
        yield target
    finally:
        target.end()
        await runner.cleanup()
