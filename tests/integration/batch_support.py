"""A target that takes lists of records and keeps a ledger by record, and steps that send to it."""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import pytest
from aiohttp import web
from asgiref.sync import sync_to_async
from django.db import connections as django_connections

from connectors.sdk.types import JSON
from flows.store.cursors import fetch
from tests.integration.embedded_support import PATIENCE_S


@dataclass
class BulkTarget:
    """``records`` counts how often each record had its effect: a key that comes again has none.
    ``refuses`` makes it refuse a whole call; ``tells`` names records in the answer; ``failing`` so many
    calls get 503; every call whose number divides by ``limit`` gets 429 and is to come again after a
    second; ``swallows`` so many are applied and not answered; beyond ``most`` calls each is
    applied, and answered only after ``release``."""

    address: str = ""
    records: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    pages: int = 0
    listed: int = 0
    failing: int = 0
    limit: int = 0
    swallows: int = 0
    delay_s: float = 0.0
    most: float = math.inf
    held: int = 0
    refuses: Callable[[Any], bool] = lambda record: False
    tells: Callable[[Any], bool] = lambda record: False
    config: dict[str, JSON] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def comes_to(self, holds: Callable[[], bool]) -> None:
        """Waits for calls until it holds."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self.arrived.clear()
                await self.arrived.wait()

    def release(self) -> None:
        """Answers what it held back, and from now on every call."""
        self.most = math.inf
        self.released.set()
        self.released, self.held = asyncio.Event(), 0

    async def answer(self, request: web.Request) -> web.Response:
        self.calls += 1
        beyond = self.calls > self.most
        self.arrived.set()
        body = orjson.loads(await request.read())
        if self.failing > 0:
            self.failing -= 1
            return web.json_response({}, status=503, headers={"Retry-After": "0"})
        if self.limit and self.calls % self.limit == 0:
            return web.json_response({}, status=429, headers={"Retry-After": "1"})
        if any(self.refuses(record) for record in body):
            return web.json_response({"error": "A record is refused."}, status=422)
        errors = [{"at": at, "text": "Not this one."} for at, one in enumerate(body) if self.tells(one)]
        key = request.headers.get("Idempotency-Key", f"none {self.calls}")
        self.keys[key] += 1
        if self.keys[key] == 1:
            self.records.update(str(one["key"]) for one in body if not self.tells(one))
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if beyond:
            self.held += 1
            self.arrived.set()
            await self.released.wait()
        if self.swallows > 0:
            self.swallows -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"taken": len(body), "errors": errors})

    async def page(self, request: web.Request) -> web.Response:
        """Ten of ``listed`` from ``start`` on, and where the next page begins."""
        self.pages += 1
        start = int(request.query.get("start", "0"))
        ending = start + 10
        following = ending if ending < self.listed else None
        items = [{"key": str(number)} for number in range(start, min(ending, self.listed))]
        return web.json_response({"items": items, "following": following})


@pytest.fixture
async def bulk_target() -> AsyncIterator[BulkTarget]:
    """On the loopback."""
    found = BulkTarget()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/{path:.*}", found.answer)
    app.router.add_get("/pages", found.page)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.address = "http://{}:{}".format(*runner.addresses[0][:2])
    yield found
    await runner.cleanup()
    await sync_to_async(django_connections.close_all)()


def batch_step(step: str = "load", **config: JSON) -> dict[str, Any]:
    """A step that posts the records of a chunk as a list."""
    arguments = {"method": "POST", "path": "/bulk", "json": {"$expr": "$"}}
    target = {"connection": "target", "operation": "request", "arguments": arguments}
    return {
        "id": step,
        "kind": "batch",
        "name": "Load",
        "config": {"source": {"kind": "file"}, "target": target, **config},
        "retry": {"max_attempts": 3, "initial_s": 0.01, "factor": 1, "max_s": 1, "jitter": 0},
    }


def output_of(execution: UUID, step: str = "load") -> Any:
    """The summary that the step gave."""
    [(raw,)] = fetch(
        "SELECT output FROM step_attempt WHERE execution_id = %s AND step = %s AND status = 'succeeded'",
        [execution, step],
    )
    return orjson.loads(raw)


def row_of(execution: UUID, step: str = "load") -> dict[str, Any]:
    """The batch's row of the books."""
    names = ("state", "size", "done", "records", "succeeded", "failed", "skipped", "indeterminate", "round")
    columns = ", ".join(names)
    [row] = fetch(f"SELECT {columns} FROM batch WHERE execution_id = %s AND step = %s", [execution, step])
    return dict(zip(names, row, strict=True))
