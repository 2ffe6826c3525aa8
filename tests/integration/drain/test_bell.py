"""The bell: a ring is heard by one of those who wait, and nobody rings where somebody looks anyway."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import redis
from django.conf import settings

from flows.facade.drain.bell import Bell
from flows.facade.ringer import Ringer
from flows.facade.rings import LANES, bell_of, flag_of
from flows.facade.wakeups import Waker
from tests.integration.embedded_support import PATIENCE_S, eventually

REALTIME, BATCH = range(len(LANES))


def silence() -> None:
    """Takes back every ring, also of other tests."""
    for lane in (REALTIME, BATCH):
        redis.Redis.from_url(settings.REDIS_URL).delete(flag_of(lane), bell_of(lane))


@pytest.fixture(autouse=True)
def silenced() -> Iterator[None]:
    silence()
    yield
    silence()


@pytest.fixture
def sent() -> list[str]:
    return []


@pytest.fixture
def waker(sent: list[str]) -> Waker:
    return Waker(sent.append)


@pytest_asyncio.fixture
async def ringer() -> AsyncIterator[Ringer]:
    made = Ringer(settings.REDIS_URL)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def bells() -> AsyncIterator[list[Bell]]:
    made = [Bell((REALTIME, BATCH)) for _ in range(2)]
    yield made
    for one in made:
        await one.close()


async def heard(bell: Bell) -> int:
    return await asyncio.wait_for(bell.heard(), PATIENCE_S)


async def test_each_ring_is_heard_by_one(ringer: Ringer, bells: list[Bell]) -> None:
    waiting = {asyncio.ensure_future(heard(bell)) for bell in bells}
    ringer.wake([REALTIME])
    first, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert [one.result() for one in first] == [REALTIME]
    ringer.wake([BATCH])
    assert [await one for one in waiting] == [BATCH]


async def test_ordinary_code_rings_the_same_bell(waker: Waker, bells: list[Bell]) -> None:
    waker.wake([BATCH])
    assert await heard(bells[0]) == BATCH


async def test_nobody_rings_for_a_lane_that_is_looked_at(ringer: Ringer, bells: list[Bell]) -> None:
    await ringer.keep(REALTIME)
    ringer.wake([REALTIME])
    for _ in range(2):  # the second comes after everything that was asked for with the first
        ringer.again(BATCH)
        assert await heard(bells[0]) == BATCH
    assert redis.Redis.from_url(settings.REDIS_URL).llen(bell_of(REALTIME)) == 0
    await ringer.free(REALTIME)
    ringer.wake([REALTIME])
    assert await heard(bells[0]) == REALTIME


async def test_help_is_asked_for_all_the_same(ringer: Ringer, bells: list[Bell]) -> None:
    await ringer.keep(REALTIME)
    ringer.help_with(REALTIME)
    assert await heard(bells[0]) == REALTIME


async def test_real_time_comes_first(ringer: Ringer, bells: list[Bell]) -> None:
    ringer.wake([BATCH, REALTIME])
    await ringer.close()
    assert [await heard(bells[0]) for _ in range(2)] == [REALTIME, BATCH]


async def test_without_redis_nobody_is_held_up(bells: list[Bell]) -> None:
    deaf = Ringer("redis://127.0.0.1:1/0")
    deaf.wake([REALTIME])
    await deaf.keep(REALTIME)
    await deaf.free(REALTIME)
    await deaf.close()


def test_what_nobody_looks_at_goes_through_celery(waker: Waker, sent: list[str]) -> None:
    waker.send([REALTIME, BATCH])
    assert eventually(lambda: sorted(sent) == sorted(LANES))
