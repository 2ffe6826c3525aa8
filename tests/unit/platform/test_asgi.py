"""The dispatcher: which part of the web process answers what."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from console.asgi import Dispatcher
from console.lifespan import Application, Lifespan, Receive, Scope, Send


class Recorder:
    """An application that only notes the scopes it was called with."""

    def __init__(self) -> None:
        self.called = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.called += 1


async def _nothing() -> MutableMapping[str, Any]:
    return {}


async def _ignore(_message: MutableMapping[str, Any]) -> None:
    return None


@pytest.mark.parametrize(
    ("kind", "method", "path", "owner"),
    [
        ("http", "POST", "/hooks/supplier-orders", "intake"),
        ("http", "GET", "/hooks/supplier-orders", "intake"),
        ("http", "POST", "/api/v1/flows/supplier-orders/executions/", "intake"),
        ("http", "POST", "/api/v1/flows/supplier-orders/executions", "intake"),
        ("http", "GET", "/api/v1/flows/supplier-orders/executions/", "pages"),
        ("http", "POST", "/api/v1/flows/a/b/executions/", "pages"),
        ("http", "POST", "/api/v1/flows/supplier-orders/executions/extra/", "pages"),
        ("http", "GET", "/api/v1/executions/", "pages"),
        ("http", "GET", "/hooks", "pages"),
        ("http", "GET", "/", "pages"),
        ("websocket", "", "/ws/live/", "live"),
    ],
)
async def test_each_scope_goes_to_its_owner(kind: str, method: str, path: str, owner: str) -> None:
    parts = {name: Recorder() for name in ("intake", "live", "pages")}
    await Dispatcher(**parts)({"type": kind, "method": method, "path": path}, _nothing, _ignore)
    assert {name for name, part in parts.items() if part.called} == {owner}


async def _lived(applications: list[Application]) -> list[MutableMapping[str, Any]]:
    inbox: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    for phase in ("startup", "shutdown"):
        inbox.put_nowait({"type": f"lifespan.{phase}"})
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await Lifespan(applications)({"type": "lifespan"}, inbox.get, send)
    return sent


async def _well(scope: Scope, receive: Receive, send: Send) -> None:
    for phase in ("startup", "shutdown"):
        assert (await receive())["type"] == f"lifespan.{phase}"
        await send({"type": f"lifespan.{phase}.complete"})


async def _badly(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    raise ConnectionError("no database")


async def test_parts_start_and_stop_as_one() -> None:
    sent = await _lived([_well, _well, Recorder()])
    assert [one["type"] for one in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_a_part_that_cannot_start_is_told() -> None:
    sent = await _lived([_well, _badly])
    assert sent[0] == {"type": "lifespan.startup.failed", "message": "ConnectionError: no database"}
