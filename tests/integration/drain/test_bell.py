"""The bell: a ring is heard by one of those who wait, and nobody rings where somebody looks anyway."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import redis
from django.conf import settings

from flows.facade.drain.bell import Bell, Ring
from flows.facade.ringer import Ringer
from flows.facade.rings import LANES, Due, bell_of, flood_of, offer, offers_of
from flows.facade.wakeups import Waker
from tests.integration.embedded_support import PATIENCE_S, eventually

pytestmark = pytest.mark.usefixtures("silenced")
REALTIME, BATCH = range(len(LANES))
FLOODED, OTHER = 7, 8
FLOOD = frozenset({FLOODED})


@pytest.fixture
def server() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


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
    made = [Bell((REALTIME, BATCH), name) for name in ("one", "other")]
    yield made
    for one in made:
        await one.close()


async def heard(bell: Bell) -> Ring:
    return await asyncio.wait_for(bell.heard(), PATIENCE_S)


async def test_each_ring_is_heard_by_one(ringer: Ringer, bells: list[Bell]) -> None:
    waiting = {asyncio.ensure_future(heard(bell)) for bell in bells}
    ringer.wake([Due(REALTIME)])
    first, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert [one.result() for one in first] == [Ring(REALTIME)]
    ringer.wake([Due(BATCH, OTHER)])
    assert [await one for one in waiting] == [Ring(BATCH)]


async def test_ordinary_code_rings_the_same_bell(waker: Waker, bells: list[Bell]) -> None:
    waker.wake([Due(BATCH)])
    assert await heard(bells[0]) == Ring(BATCH)


async def test_nobody_rings_for_a_lane_that_is_looked_at(
    ringer: Ringer, bells: list[Bell], server: redis.Redis
) -> None:
    await ringer.keep(REALTIME)
    ringer.wake([Due(REALTIME)])
    for _ in range(2):  # the second comes after everything that was asked for with the first
        ringer.again(BATCH)
        assert await heard(bells[0]) == Ring(BATCH)
    assert server.llen(bell_of(REALTIME)) == 0
    await ringer.free(REALTIME)
    ringer.wake([Due(REALTIME)])
    assert await heard(bells[0]) == Ring(REALTIME)


async def test_help_is_asked_for_all_the_same(ringer: Ringer, bells: list[Bell]) -> None:
    await ringer.keep(REALTIME)
    ringer.help_with(REALTIME)
    assert await heard(bells[0]) == Ring(REALTIME)


async def test_real_time_comes_first(ringer: Ringer, bells: list[Bell]) -> None:
    ringer.wake([Due(BATCH), Due(REALTIME)])
    await ringer.close()
    assert [await heard(bells[0]) for _ in range(2)] == [Ring(REALTIME), Ring(BATCH)]


async def test_nobody_rings_for_a_flood_that_is_served_apart(
    ringer: Ringer, bells: list[Bell], server: redis.Redis
) -> None:
    server.set(flood_of(REALTIME), str(FLOODED))
    for _ in range(3):  # the first asks Redis, the others know
        ringer.wake([Due(REALTIME, FLOODED)])
        ringer.again(BATCH)
        assert await heard(bells[0]) == Ring(BATCH)
    assert server.llen(bell_of(REALTIME)) == 0


@pytest.mark.parametrize("flow", [OTHER, 0])
async def test_whoever_is_rung_for_beside_a_flood_hears_of_it(
    ringer: Ringer, bells: list[Bell], server: redis.Redis, flow: int
) -> None:
    server.set(flood_of(REALTIME), str(FLOODED))
    ringer.wake([Due(REALTIME, FLOODED), Due(REALTIME, flow)])
    assert await heard(bells[0]) == Ring(REALTIME, FLOOD)
    assert await ringer.keep(REALTIME) == FLOOD
    server.delete(flood_of(REALTIME))
    ringer.again(REALTIME)
    assert await heard(bells[0]) == Ring(REALTIME)
    assert await ringer.keep(REALTIME) == frozenset()


async def test_ordinary_code_knows_of_the_flood_too(
    waker: Waker, bells: list[Bell], server: redis.Redis
) -> None:
    server.set(flood_of(REALTIME), f"{FLOODED},{OTHER}")
    waker.wake([Due(REALTIME, FLOODED)])
    waker.wake([Due(REALTIME, 9), Due(REALTIME, OTHER)])
    assert await heard(bells[0]) == Ring(REALTIME, frozenset({FLOODED, OTHER}))
    assert eventually(lambda: server.llen(bell_of(REALTIME)) == 0)


async def test_a_flood_is_heard_of_by_others_than_who_offers_it(
    bells: list[Bell], server: redis.Redis
) -> None:
    server.rpush(offers_of(REALTIME), offer("one", FLOOD))
    waiting = asyncio.ensure_future(heard(bells[0]))
    assert await asyncio.to_thread(eventually, lambda: server.llen(offers_of(REALTIME)) == 0)
    assert not waiting.done()
    server.rpush(offers_of(REALTIME), offer("other", FLOOD))
    assert await waiting == Ring(REALTIME, FLOOD, offered=True)


async def test_without_redis_nobody_is_held_up(bells: list[Bell]) -> None:
    deaf = Ringer("redis://127.0.0.1:1/0")
    deaf.wake([Due(REALTIME)])
    assert await deaf.keep(REALTIME) == frozenset()
    await deaf.free(REALTIME)
    await deaf.close()


def test_what_nobody_looks_at_goes_through_celery(waker: Waker, sent: list[str]) -> None:
    waker.send([REALTIME, BATCH])
    assert eventually(lambda: sorted(sent) == sorted(LANES))
