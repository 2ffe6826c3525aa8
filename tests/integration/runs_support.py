"""What the tests of store, intake and drain share: an empty queue, a target, a worker inside the test."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from asgiref.sync import sync_to_async
from django.db import connections as django_connections

from connectors.connections import facade as connections
from connectors.connections.models import Connection
from connectors.sdk.types import JSON
from flows.facade import accounting
from flows.facade.drain import Drain, Options
from flows.facade.drain.parts import Part
from flows.store.cursors import fetch
from flows.store.models import Flow
from tests import factories
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The standard cast over committed data."""
    return factories.cast()


@dataclass
class Target:
    """A server outside: which effects it had by key, how many requests came, how it answers."""

    address: str
    host: str
    effects: Counter[str] = field(default_factory=Counter)
    bodies: list[JSON] = field(default_factory=list)
    requests: int = 0
    busy: int = 0
    busiest: int = 0
    status: int = 200
    delay_s: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)

    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def reached(self, requests: int) -> None:
        """Waits until so many requests came."""
        while self.requests < requests:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), PATIENCE_S)

    async def answer(self, request: web.Request) -> web.Response:
        self.requests += 1
        self.arrived.set()
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            body = await request.json()
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            if self.status < 400:
                self.bodies.append(body)
                self.effects[request.headers["Idempotency-Key"]] += 1
            return web.json_response({"fine": True}, status=self.status, headers=self.headers)
        finally:
            self.busy -= 1


@asynccontextmanager
async def serving() -> AsyncIterator[Target]:
    """A target on the loopback."""
    app = web.Application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    found = Target("", "")
    app.router.add_post("/{path:.*}", found.answer)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.host = "{}:{}".format(*runner.addresses[0][:2])
    found.address = f"http://{found.host}"
    try:
        yield found
    finally:
        await runner.cleanup()


def connect_to(cast: Cast, address: str, slug: str = "target", **config: JSON) -> None:
    """An http connection to a local server, which the system allows."""
    host = address.removeprefix("http://")
    admin = cast.administrator
    connections.systems.create(admin, f"{slug}-system", name=slug, allowed_private_hosts=[host])
    settings = {"base_url": address, "idempotency": "by_key", **config}
    connections.create(
        admin, slug=slug, name=slug, connector="http", system=f"{slug}-system", config=settings, secrets={}
    )


def set_concurrency(slug: str, most: int) -> None:
    """The connection's bound of calls at once."""
    Connection.objects.filter(slug=slug).update(max_concurrency=most)


def call_step(connection: str = "target", step: str = "send", **retry: JSON) -> dict[str, JSON]:
    """A step that posts its input."""
    return {
        "id": step,
        "kind": "call",
        "name": step,
        "config": {
            "connection": connection,
            "operation": "request",
            "arguments": {"method": "POST", "path": f"/{step}", "json": {"$expr": "$"}},
        },
        "retry": {"max_attempts": 3, "initial_s": 0.01, "factor": 1, "max_s": 1, "jitter": 0, **retry},
    }


def map_step(expression: str = "$", step: str = "map") -> dict[str, JSON]:
    return {"id": step, "kind": "map", "name": step, "config": {"expression": expression}}


def chain(*steps: dict[str, JSON]) -> dict[str, JSON]:
    """Steps one behind the other, as changes for ``factories.published``."""
    names = ["trigger", *[step["id"] for step in steps]]
    edges = [{"from": one, "to": other} for one, other in pairwise(names)]
    return {"steps": list(steps), "edges": edges}


def options(**changes: Any) -> Options:
    """A worker of its own, whose lease nobody has to extend: a test ends it where it is to end."""
    settings = {"lease_s": 600.0, "linger_s": 0.05, "grace_s": 30.0}
    return Options(owner=f"test/{os.getpid()}/{time.monotonic_ns()}", **{**settings, **changes})


async def drained(lane: int = 0, **changes: Any) -> None:
    """Runs a worker in the test until the lane's queue is empty, or its time is over."""
    await served_until(lambda: open_in(lane) == 0, lane, **changes)


async def served_until(holds: Callable[[], bool], lane: int = 0, **changes: Any) -> None:
    """Runs a worker in the test until it holds, by the database, or its time is over."""
    drain = Drain(options(**changes))
    try:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and not await sync_to_async(holds)():
            await drain.serve(Part(lane), 0.5)
    finally:
        await drain.close()
        await sync_to_async(django_connections.close_all)()


def open_in(lane: int = 0) -> int:
    """Executions of the lane that have not ended."""
    return int(fetch("SELECT count(*) FROM queue WHERE lane %% 10 = %s", [lane])[0][0])


def statuses() -> dict[str, int]:
    """How many executions ended how."""
    return dict(fetch("SELECT status, count(*) FROM outcome GROUP BY status"))


def status_of(execution: UUID) -> str:
    return str(
        fetch(
            "SELECT coalesce((SELECT status FROM outcome WHERE execution_id = %s),"
            " (SELECT status FROM queue WHERE execution_id = %s))",
            [execution, execution],
        )[0][0]
    )


def records_of(execution: UUID) -> list[tuple[str, int, str]]:
    """Step, attempt and status of each record, in the order of their writing."""
    return fetch(
        "SELECT step, attempt, status FROM step_attempt WHERE execution_id = %s"
        " ORDER BY started_at, attempt, status = 'started' DESC",
        [execution],
    )


def account() -> dict[str, int]:
    """The account of all flows; the equation is checked on the way."""
    found = accounting.by_flow_in_full(list(Flow.objects.values_list("pk", flat=True)))
    total = {name: sum(one[name] for one in found.values()) for name in ("accepted", *accounting.COUNTS)}
    assert total["accepted"] == sum(total[name] for name in accounting.COUNTS)
    return total
