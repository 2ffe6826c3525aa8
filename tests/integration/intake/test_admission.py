"""A flow takes so much and no more; a database that is away is a 503 and never a 202."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from console.intake.options import options
from console.intake.patience import BodyTimeout, Patience
from console.intake.requests import Asked, read_body
from flows.facade import access
from flows.store import database
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.intake.support import Caller, stored, token_of

HOOK = "/hooks/orders"


@pytest.fixture(autouse=True)
def orders(cast: Cast, caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLEAD_OPEN_EXECUTIONS", "3")
    flow = factories.published(cast.analyst)
    access.grant(flow, cast.client, ["view", "start"])
    caller.token = token_of(cast.client)


async def test_beyond_the_bound_the_door_asks_to_wait(caller: Caller) -> None:
    answers = [await caller.post(HOOK, {"id": str(one)}) for one in range(5)]
    assert [one.status for one in answers] == [202, 202, 202, 429, 429]
    assert int(answers[4].headers["retry-after"]) >= 1
    assert await sync_to_async(fetch)("SELECT count(*) FROM queue") == [(3,)]


async def test_a_database_that_is_away_is_said_and_nothing_is_promised(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "conninfo", lambda: {"host": "/nowhere", "dbname": "none"})
    answer = await caller.post(HOOK)
    assert (answer.status, answer.body["code"]) == (503, "intake.unavailable")
    monkeypatch.undo()
    assert await sync_to_async(stored)() == 0
    assert (await caller.post(HOOK)).status == 202


async def test_a_body_that_does_not_come_is_not_waited_for(caller: Caller) -> None:
    async def never() -> dict[str, object]:
        await asyncio.sleep(30)
        return {}

    with pytest.raises(BodyTimeout):
        await read_body(Asked("api", "orders", {}), never, options(), Patience(0.2))
    assert await sync_to_async(stored)() == 0
