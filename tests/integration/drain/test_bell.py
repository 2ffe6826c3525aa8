"""The bell: a ring is heard by one of those who wait, and nobody rings where somebody looks anyway."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import redis
from asgiref.sync import sync_to_async
from django.conf import settings

from flows.facade.drain.bell import Bell
from flows.facade.wakeups import LANES, Waker, bell_of
from tests.integration.embedded_support import PATIENCE_S, eventually

REALTIME, BATCH = range(len(LANES))


@pytest.fixture
def sent() -> list[str]:
    return []


@pytest.fixture
def waker(sent: list[str]) -> Iterator[Waker]:
    made = Waker(sent.append)
    silence(made)
    yield made
    silence(made)


def silence(waker: Waker) -> None:
    """Takes back every ring, also of other tests."""
    for lane in (REALTIME, BATCH):
        waker.free(lane)
        redis.Redis.from_url(settings.REDIS_URL).delete(bell_of(lane))


@pytest_asyncio.fixture
async def bells() -> AsyncIterator[list[Bell]]:
    made = [Bell((REALTIME, BATCH)) for _ in range(2)]
    yield made
    for one in made:
        await one.close()


async def heard(bell: Bell) -> int:
    return await asyncio.wait_for(bell.heard(), PATIENCE_S)


async def test_each_ring_is_heard_by_one(waker: Waker, bells: list[Bell]) -> None:
    waiting = {asyncio.ensure_future(heard(bell)) for bell in bells}
    waker.wake([REALTIME])
    first, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert [one.result() for one in first] == [REALTIME]
    waker.wake([BATCH])
    assert [await one for one in waiting] == [BATCH]


async def test_nobody_rings_for_a_lane_that_is_looked_at(waker: Waker, bells: list[Bell]) -> None:
    await sync_to_async(waker.keep)(REALTIME)
    waker.wake([REALTIME])
    for _ in range(2):  # the second comes after everything that was asked for with the first
        waker.wake([BATCH], anyway=True)
        assert await heard(bells[0]) == BATCH
    assert redis.Redis.from_url(settings.REDIS_URL).llen(bell_of(REALTIME)) == 0


async def test_help_is_asked_for_all_the_same(waker: Waker, bells: list[Bell]) -> None:
    await sync_to_async(waker.keep)(REALTIME)
    waker.help_with(REALTIME)
    assert await heard(bells[0]) == REALTIME


async def test_real_time_comes_first(waker: Waker, bells: list[Bell]) -> None:
    waker.wake([BATCH, REALTIME])
    server = redis.Redis.from_url(settings.REDIS_URL)
    both = sync_to_async(eventually)
    assert await both(lambda: all(server.llen(bell_of(lane)) == 1 for lane in (REALTIME, BATCH)))
    assert [await heard(bells[0]) for _ in range(2)] == [REALTIME, BATCH]


def test_what_nobody_looks_at_goes_through_celery(waker: Waker, sent: list[str]) -> None:
    waker.send([REALTIME, BATCH])
    assert eventually(lambda: sorted(sent) == sorted(LANES))
