"""A flood served apart: who takes it, what others hear of it, and when it is given up."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import redis
from asgiref.sync import sync_to_async
from django.conf import settings

from flows.facade.drain import Drain, floods
from flows.facade.drain.bell import Bell, Ring
from flows.facade.drain.floods import Floods
from flows.facade.drain.parts import Flood, Part, Rest
from flows.facade.ringer import Ringer
from flows.facade.rings import Due, bell_of, flood_of, offer, offers_of, together_of
from flows.facade.wakeups import Waker
from flows.store.models import Execution, Flow
from tests import factories
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S, eventually
from tests.integration.runs_support import chain, map_step, options

pytestmark = pytest.mark.usefixtures("silenced")
LANE = 0
FLOODED, OTHER = 7, 8
FLOOD = frozenset({FLOODED})


@pytest.fixture
def server() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True)


@pytest_asyncio.fixture
async def drain(cast: Cast, closing: None) -> AsyncIterator[Drain]:
    made = Drain(options())
    yield made
    await made.close()


@pytest_asyncio.fixture
async def worker(drain: Drain) -> AsyncIterator[Floods]:
    ringer = Ringer(settings.REDIS_URL)
    made = Floods(settings.REDIS_URL, drain, ringer)
    yield made
    await made.close()
    await ringer.close()


async def comes_to(server: redis.Redis, name: str, value: str | None) -> None:
    assert await asyncio.to_thread(eventually, lambda: server.get(name) == value)


async def given_up(serving: "asyncio.Future[None]", server: redis.Redis) -> bool:
    """Waits for it; whether from then on all serve everything for a while."""
    await asyncio.wait_for(serving, PATIENCE_S)
    assert server.get(flood_of(LANE)) is None
    return bool(server.exists(together_of(LANE)))


@sync_to_async
def two_flows(cast: Cast) -> tuple[int, int]:
    for slug in ("flooded", "quiet"):
        factories.published(cast.analyst, slug, **chain(map_step()))
        for number in range(3):
            factories.started(cast.analyst, slug, {"total": number})
    return Flow.objects.get(slug="flooded").pk, Flow.objects.get(slug="quiet").pk


@sync_to_async
def ended() -> set[str]:
    """The flows of which all executions ended."""
    left = Execution.objects.filter(outcome__isnull=True)
    return set(Flow.objects.exclude(pk__in=left.values("flow_id")).values_list("slug", flat=True))


@pytest.mark.parametrize("apart", [True, False])
async def test_each_part_of_a_lane_leaves_the_other_alone(cast: Cast, drain: Drain, apart: bool) -> None:
    flooded, _ = await two_flows(cast)
    rest = Rest(LANE, 128, lambda _: None, lambda *_: None)
    rest.heard(frozenset({flooded}))
    part: Part = Flood(LANE, frozenset({flooded}), 128) if apart else rest
    await drain.serve(part, 0.5)
    assert await ended() == ({"flooded"} if apart else {"quiet"})


async def test_a_flood_that_is_over_is_given_up(worker: Floods, server: redis.Redis) -> None:
    serving = asyncio.ensure_future(worker.serve(LANE, FLOOD))
    await comes_to(server, flood_of(LANE), str(FLOODED))
    assert 0 < server.pttl(flood_of(LANE)) <= floods.LASTS_MS
    assert not await given_up(serving, server)
    bell = Bell([LANE])
    assert await asyncio.wait_for(bell.heard(), PATIENCE_S) == Ring(LANE)
    await bell.close()


async def test_one_that_somebody_serves_is_left_to_them(worker: Floods, server: redis.Redis) -> None:
    server.set(flood_of(LANE), str(OTHER))
    await asyncio.wait_for(worker.serve(LANE, FLOOD), PATIENCE_S)
    assert server.get(flood_of(LANE)) == str(OTHER)


async def test_none_is_taken_while_all_serve_everything(worker: Floods, server: redis.Redis) -> None:
    server.set(together_of(LANE), "1")
    await asyncio.wait_for(worker.serve(LANE, FLOOD), PATIENCE_S)
    assert server.get(flood_of(LANE)) is None


async def test_what_redis_forgot_is_given_up(worker: Floods, server: redis.Redis) -> None:
    serving = asyncio.ensure_future(worker.serve(LANE, FLOOD))
    await comes_to(server, flood_of(LANE), str(FLOODED))
    server.delete(flood_of(LANE))
    assert await given_up(serving, server)


async def test_what_nobody_hears_for_the_others_ends_it(
    worker: Floods, server: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "UNHEARD_MS", 300)
    Waker(lambda _: None).wake([Due(LANE)])
    assert await asyncio.to_thread(eventually, lambda: server.llen(bell_of(LANE)) == 1)
    assert await given_up(asyncio.ensure_future(worker.serve(LANE, FLOOD)), server)


async def test_rings_that_nobody_heard_yet_tell_of_the_flood(worker: Floods, server: redis.Redis) -> None:
    ringer = Ringer(settings.REDIS_URL)
    for _ in range(2):
        ringer.again(LANE)
        await asyncio.sleep(0.1)
    serving = asyncio.ensure_future(worker.serve(LANE, FLOOD))
    bell = Bell([LANE])
    await comes_to(server, flood_of(LANE), str(FLOODED))
    assert await asyncio.wait_for(bell.heard(), PATIENCE_S) == Ring(LANE, FLOOD)
    assert server.llen(bell_of(LANE)) == 0
    await given_up(serving, server)
    await bell.close()
    await ringer.close()


async def test_a_second_flood_joins_the_first(worker: Floods, server: redis.Redis) -> None:
    serving = asyncio.ensure_future(worker.serve(LANE, FLOOD))
    await comes_to(server, flood_of(LANE), str(FLOODED))
    server.rpush(offers_of(LANE), offer("somebody", [OTHER]))
    await comes_to(server, flood_of(LANE), f"{FLOODED},{OTHER}")
    assert not await given_up(serving, server)


async def test_a_worker_that_ends_gives_it_up_at_once(
    worker: Floods, drain: Drain, server: redis.Redis
) -> None:
    serving = asyncio.ensure_future(worker.serve(LANE, FLOOD))
    await comes_to(server, flood_of(LANE), str(FLOODED))
    drain.stop()
    assert not await given_up(serving, server)


async def test_an_offer_is_made_once_in_a_while(worker: Floods, server: redis.Redis) -> None:
    for _ in range(5):
        worker.offer(LANE, [FLOODED, OTHER])
        await asyncio.sleep(0.02)
    assert server.lrange(offers_of(LANE), 0, -1) == [offer(worker.name, [FLOODED, OTHER])]


async def test_without_redis_nothing_is_taken(drain: Drain) -> None:
    deaf = Floods("redis://127.0.0.1:1/0", drain, Ringer())
    deaf.offer(LANE, FLOOD)
    await asyncio.wait_for(deaf.serve(LANE, FLOOD), PATIENCE_S)
    await deaf.close()
