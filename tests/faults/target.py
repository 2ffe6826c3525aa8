"""The target simulator, a process of its own: ``python -m tests.faults.target PORT``.

Each first part of a path is a door with its own ledger and switches. Doors named ``plain…`` promise
nothing about repeated requests. Switches: ``latency`` in seconds; ``stall`` holds requests until it
is taken back; as shares of all requests ``fail`` (an error before the effect, with ``status`` and
``retry_after``), ``lose`` (the effect without an answer) and ``close`` (neither).
"""

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import uvloop
from aiohttp import web

from tests.faults.ledger import Ledger


@dataclass
class Switches:
    """How a door behaves."""

    latency: float = 0.0
    fail: float = 0.0
    status: int = 503
    retry_after: float = 0.0
    lose: float = 0.0
    close: float = 0.0
    stall: bool = False


@dataclass
class Door:
    """One simulated system."""

    ledger: Ledger
    switches: Switches = field(default_factory=Switches)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    held: int = 0


class Simulator:
    """All doors of the process."""

    def __init__(self) -> None:
        self._doors: dict[str, Door] = {}

    def door(self, name: str) -> Door:
        if name not in self._doors:
            self._doors[name] = Door(Ledger(keyed=not name.startswith("plain")))
            self._doors[name].open.set()
        return self._doors[name]

    async def report(self, request: web.Request) -> web.Response:
        door = self.door(request.match_info["door"])
        return web.json_response({**door.ledger.report(), "held": door.held})

    async def switch(self, request: web.Request) -> web.Response:
        """Sets the switches of a door; those not named go back to their first position."""
        door = self.door(request.match_info["door"])
        door.switches = Switches(**await request.json())
        if door.switches.stall:
            door.open.clear()
        else:
            door.open.set()
        return web.json_response({})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        door = self.door(request.match_info["door"])
        body: dict[str, Any] = await request.json()
        key = request.headers.get("Idempotency-Key", "")
        door.ledger.arrives(key, body, time.time())
        held = door.switches
        if held.stall:
            await self._wait(door)
        if held.latency:
            await asyncio.sleep(held.latency)
        if random.random() < held.close:
            return self._gone(request)
        if random.random() < held.fail:
            asked = {"Retry-After": f"{held.retry_after:g}"} if held.retry_after else {}
            return web.json_response({"error": "busy"}, status=held.status, headers=asked)
        door.ledger.takes_effect(key, body)
        if random.random() < held.lose:
            return self._gone(request)
        return web.json_response({"done": True})

    @staticmethod
    async def _wait(door: Door) -> None:
        door.held += 1
        try:
            await door.open.wait()
        finally:
            door.held -= 1

    @staticmethod
    def _gone(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


async def serve(port: int) -> None:
    simulator = Simulator()
    app = web.Application()
    app.router.add_get("/_ledger/{door}", simulator.report)
    app.router.add_post("/_switch/{door}", simulator.switch)
    app.router.add_post("/{door}/{rest:.*}", simulator.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=4096).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
