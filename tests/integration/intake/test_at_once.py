"""What the door takes at once: from whoever it knew a moment ago, an event that is quickly looked at."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from flows.facade import access, flows
from flows.facade.intake.door import LARGE_BODY
from tests import factories
from tests.factories import Cast
from tests.integration.intake.support import Caller, door, stored, token_of
from tests.integration.runs_support import account

HOOK = "/hooks/orders"


@pytest.fixture
async def known(cast: Cast) -> AsyncIterator[Caller]:
    """A client that the door let in a moment ago."""
    async with door(in_haste=True) as caller:
        caller.token = await sync_to_async(_token)(cast)
        assert (await caller.post(HOOK, {"id": "first"})).status == 202
        assert caller.taken == 0
        yield caller
    await sync_to_async(connections.close_all)()


def _token(cast: Cast) -> str:
    flow = factories.published(cast.analyst)
    access.grant(flow, cast.client, ["view", "start"])
    return token_of(cast.client)


async def test_a_known_client_is_answered_after_the_commit(known: Caller) -> None:
    answers = await asyncio.gather(*(known.post(HOOK, {"id": str(one)}) for one in range(50)))
    assert known.taken == 50
    assert {one.status for one in answers} == {202}
    assert len({one.body["id"] for one in answers}) == 50
    assert (await sync_to_async(account)())["accepted"] == 51


async def test_the_same_key_at_once_is_one_execution(known: Caller) -> None:
    posts = (known.post(HOOK, {"id": "A"}, idempotency_key="order-A") for _ in range(20))
    answers = await asyncio.gather(*posts)
    assert known.taken == 20
    assert Counter((one.status, one.body["duplicate"]) for one in answers) == {
        (202, False): 1,
        (202, True): 19,
    }
    assert len({one.body["id"] for one in answers}) == 1
    other = await known.post(HOOK, {"id": "B"}, idempotency_key="order-A")
    assert (known.taken, other.status, other.body["code"]) == (21, 422, "intake.key_reused")


async def test_what_is_wrong_is_said_in_the_ordinary_way(known: Caller) -> None:
    before = await sync_to_async(stored)()
    answer = await known.post(HOOK, b'{"id": ')
    assert (known.taken, answer.status, answer.body["code"]) == (0, 400, "body.malformed")
    assert await sync_to_async(stored)() == before


async def test_a_large_body_is_read_beside_the_loop(known: Caller) -> None:
    assert (await known.post(HOOK, {"id": "L", "note": "x" * LARGE_BODY})).status == 202
    assert known.taken == 0


async def test_a_flow_that_was_paused_meanwhile_takes_nothing(known: Caller, cast: Cast) -> None:
    await sync_to_async(flows.pause)(cast.analyst, "orders")
    before = await sync_to_async(stored)()
    answer = await known.post(HOOK, {"id": "late"})
    assert (known.taken, answer.status, answer.body["code"]) == (1, 409, "conflict")
    assert await sync_to_async(stored)() == before
