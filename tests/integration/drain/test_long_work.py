"""Mappings that run away, are heavy or are many: their neighbours do not wait for them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import psutil
import pytest
from asgiref.sync import sync_to_async
from django.db import connections as django_connections

from connectors.sdk.types import JSON
from flows.engine import turns
from flows.engine.mapping import Limits, MappingTimeout, compile_expression, honour
from flows.engine.mapping.lane import TRIALS
from flows.facade import executions
from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.runs_support import (
    Target,
    account,
    call_step,
    chain,
    connect_to,
    drained,
    map_step,
    open_in,
    options,
    records_of,
    status_of,
    statuses,
)

ENDLESS = "(\n  $f := function($n) { $f($n + 1) };\n  $f(1)\n)"
HEAVY = "$sum([1..20000].($ * 2))"
"""About a tenth of a second, and never on the fast engine."""
QUICK = Limits(seconds=0.3, patience=10)
_OPEN = "SELECT count(*) FROM queue q JOIN flow f ON f.id = q.flow_id WHERE f.slug = %s"
_ENDED = "SELECT count(*) FROM outcome o JOIN flow f ON f.id = o.flow_id WHERE f.slug = %s"


BEFORE: set[int] = set()
"""Processes that previews of other tests have left waiting."""


@pytest.fixture(autouse=True)
def noted_before() -> None:
    BEFORE.clear()
    BEFORE.update(one.pid for one in evaluating())


@pytest.fixture(autouse=True)
def quick_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs away does so for a shorter time than ordinarily."""
    monkeypatch.setattr(turns, "LIMITS", QUICK)


@sync_to_async
def published(cast: Cast, slug: str, *steps: dict[str, JSON], **changes: JSON) -> None:
    factories.published(cast.analyst, slug, **{**chain(*steps), **changes})


@sync_to_async
def started(cast: Cast, slug: str, count: int = 1, document: JSON = None) -> list[UUID]:
    return [factories.started(cast.analyst, slug, document) for _ in range(count)]


def count(statement: str, slug: str) -> int:
    return int(fetch(statement, [slug])[0][0])


@sync_to_async
def open_of(slug: str) -> int:
    return count(_OPEN, slug)


@asynccontextmanager
async def working(**changes: JSON) -> AsyncIterator[Drain]:
    """A worker inside the test that serves until the end of the block."""
    drain = Drain(options(**changes))
    serving = True

    async def serve() -> None:
        while serving:
            await drain.serve(Part(0), 0.2)
            await asyncio.sleep(0.01)

    task = asyncio.ensure_future(serve())
    try:
        yield drain
    finally:
        serving = False
        await task
        await drain.close()
        await sync_to_async(django_connections.close_all)()


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def all_ended(slug: str) -> bool:
    return await open_of(slug) == 0


def evaluating() -> list[psutil.Process]:
    """The processes that evaluate for workers of this test."""
    children = psutil.Process().children()
    return [one for one in children if one.pid not in BEFORE and "isolation.child" in " ".join(one.cmdline())]


async def test_a_dozen_runaways_hold_up_nobody(cast: Cast, target: Target) -> None:
    await sync_to_async(connect_to)(cast, target.address)
    await published(cast, "runaway", map_step(ENDLESS))
    await published(cast, "healthy", map_step(), call_step())
    runaways = await started(cast, "runaway", 12)
    await started(cast, "healthy", 60)
    async with working():
        await until(lambda: all_ended("healthy"))
        assert await open_of("runaway") >= 8
        await until(lambda: all_ended("runaway"))
    assert await sync_to_async(statuses)() == {"dead": 12, "succeeded": 60}
    errors = await sync_to_async(fetch)("SELECT DISTINCT error FROM outcome WHERE status = 'dead'")
    [(error,)] = errors
    with pytest.raises(MappingTimeout) as here:
        compile_expression(ENDLESS).evaluate({}, None, QUICK)
    where = {"step": "map", "path": "$.steps[0].config.expression", "line": 3, "column": 3}
    assert error == {**here.value.to_json(), "where": where}
    assert await sync_to_async(records_of)(runaways[0]) == [("map", 1, "failed")]
    assert len(target.effects) == 60
    assert (await sync_to_async(account)())["dead"] == 12


async def test_each_of_a_dozen_flows_runs_away_in_its_own_way(cast: Cast, target: Target) -> None:
    """Nothing is known of any of them before."""
    ways = [f"($f := function($n) {{ $f($n + {number}) }}; $f(1))" for number in range(12)]
    for number, way in enumerate(ways):
        await published(cast, f"runaway-{number}", map_step(way))
        await started(cast, f"runaway-{number}")
    await published(cast, "healthy", map_step())
    await started(cast, "healthy", 30)
    async with working():
        await until(lambda: all_ended("healthy"))
        assert await sync_to_async(open_in)(0) >= 8
        await until(lambda: until_nothing_is_open())
    assert await sync_to_async(statuses)() == {"dead": 12, "succeeded": 30}


async def until_nothing_is_open() -> bool:
    return await sync_to_async(open_in)(0) == 0


async def test_heavy_mappings_take_no_room_from_others(cast: Cast, target: Target) -> None:
    """More of them than the worker runs at once; what comes later and is quick ends before."""
    await published(cast, "heavy", map_step(HEAVY))
    await published(cast, "healthy", map_step())
    heavy = await started(cast, "heavy", 30)
    async with working(in_flight=8, batch=8):
        await until(lambda: has_ended("heavy", 2))
        await started(cast, "healthy", 40)
        await until(lambda: all_ended("healthy"))
        assert await open_of("heavy") > 0
        await until(lambda: all_ended("heavy"))
    assert await sync_to_async(statuses)() == {"succeeded": 70}
    assert await sync_to_async(records_of)(heavy[-1]) == [("map", 1, "succeeded")]
    outputs = await sync_to_async(fetch)(
        "SELECT DISTINCT output FROM step_attempt WHERE output = %s", [b"400020000"]
    )
    assert len(outputs) == 1


async def has_ended(slug: str, most: int) -> bool:
    return await sync_to_async(count)(_ENDED, slug) >= most


async def test_a_long_list_goes_on_while_others_end(cast: Cast, target: Target) -> None:
    """No expression of it is long, but there are many."""
    tell = {"id": "each", "kind": "for_each", "name": "each"}
    inner = [{"id": "m", "kind": "map", "config": {"expression": "$item + $index"}}]
    await published(cast, "long", {**tell, "config": {"items": "[1..4000]", "do": inner}})
    await published(cast, "healthy", map_step())
    [long] = await started(cast, "long")
    await started(cast, "healthy", 20)
    async with working():
        await until(lambda: all_ended("healthy"))
        await until(lambda: all_ended("long"))
    assert await sync_to_async(ended_in_order)() == ["healthy"] * 20 + ["long"]
    assert await sync_to_async(status_of)(long) == "succeeded"
    kept = await sync_to_async(records_of)(long)
    assert len(kept) == 4002 and len(set(kept)) == 3
    [(last,)] = await sync_to_async(fetch)(
        "SELECT output FROM step_attempt WHERE step = 'each.m' AND item = 3999"
    )
    assert bytes(last) == b"7999"


def ended_in_order() -> list[str]:
    rows = fetch("SELECT f.slug FROM outcome o JOIN flow f ON f.id = o.flow_id ORDER BY o.finished_at")
    return [slug for (slug,) in rows]


async def test_conditions_and_arguments_are_put_aside_too(cast: Cast, target: Target) -> None:
    await sync_to_async(connect_to)(cast, target.address)
    send = call_step()
    send["config"] = {
        **send["config"],
        "arguments": {"method": "POST", "path": "/", "json": {"$expr": HEAVY}},
    }
    steps = chain(map_step(), send)
    steps["edges"][1]["when"] = f"{HEAVY} > 0"
    await sync_to_async(factories.published)(cast.analyst, "heavy", **steps)
    [execution] = await started(cast, "heavy")
    await drained()
    assert target.bodies == [400020000]
    assert await sync_to_async(records_of)(execution) == [
        ("map", 1, "succeeded"),
        ("send", 1, "started"),
        ("send", 1, "succeeded"),
    ]


async def test_a_heavy_validation_is_done_beside_once_it_has_shown_itself(cast: Cast, target: Target) -> None:
    price = {"oneOf": [{"type": "number", "minimum": 0}, {"type": "null"}]}
    schema = {"items": {"type": "object", "properties": {"price": price}}}
    check = {"id": "check", "kind": "validate", "name": "check", "config": {"schema": schema}}
    await published(cast, "lines", check)
    sound: JSON = [{"price": 1}] * 1_500
    for document in (sound, sound, sound, [*sound, {"price": -1}]):
        await started(cast, "lines", 1, document)
    async with working():
        await until(lambda: all_ended("lines"))
        assert len(evaluating()) == 1
    assert await sync_to_async(statuses)() == {"succeeded": 3, "dead": 1}
    [(error,)] = await sync_to_async(fetch)("SELECT error FROM outcome WHERE status = 'dead'")
    assert (error["code"], error["where"]) == ("step.validate", {"step": "check"})
    assert {one["path"] for one in error["details"]} == {"$[1500].price"}


async def test_what_waits_can_be_cancelled(cast: Cast, target: Target) -> None:
    await published(cast, "runaway", map_step(step="before"), map_step(ENDLESS))
    runaways = await started(cast, "runaway", 4)
    async with working():
        await until(lambda: has_ended("runaway", 1))
        waiting = [one for one in runaways if await sync_to_async(status_of)(one) == "running"]
        await sync_to_async(executions.cancel)(cast.operator, str(waiting[-1]))
        await until(lambda: all_ended("runaway"))
    assert await sync_to_async(statuses)() == {"dead": 3, "cancelled": 1}
    assert await sync_to_async(records_of)(waiting[-1]) == [("before", 1, "succeeded")]


async def test_at_the_end_of_a_worker_everything_is_given_back(cast: Cast, target: Target) -> None:
    """The work under way ends with its process, nothing of it is kept, and another worker does it."""
    await published(cast, "runaway", map_step(step="before"), map_step(ENDLESS))
    runaways = await started(cast, "runaway", 3)
    async with working():
        await until(lambda: work_is_under_way(runaways))
        began = time.monotonic()
    assert time.monotonic() - began < options().grace_s
    assert evaluating() == []
    found = await sync_to_async(fetch)("SELECT status, lease_owner, claims FROM queue")
    assert found == [("queued", "", 0)] * len(found) and len(found) >= 2
    await drained()
    assert await sync_to_async(statuses)() == {"dead": 3}
    for one in runaways:
        assert await sync_to_async(records_of)(one) == [("before", 1, "succeeded"), ("map", 1, "failed")]


async def work_is_under_way(runaways: list[UUID]) -> bool:
    """The first steps are kept, and a process is at work."""
    kept = [await sync_to_async(records_of)(one) for one in runaways]
    return all(kept) and len(evaluating()) == 1


async def test_a_killed_process_is_nothing_to_blame_the_mapping_for(cast: Cast, target: Target) -> None:
    await published(cast, "heavy", map_step(HEAVY))
    await started(cast, "heavy", 6)
    async with working():
        await until(lambda: has_ended("heavy", 1))
        [process] = evaluating()
        process.kill()
        await until(lambda: all_ended("heavy"))
    assert await sync_to_async(statuses)() == {"succeeded": 6}


async def test_what_the_process_finds_of_the_fast_engine_counts_here(cast: Cast, target: Target) -> None:
    """A mapping is trusted once it has agreed there, and not after it was demoted here."""
    source = "{'total': $sum(lines.(price * quantity))}"
    await published(cast, "lines", map_step(source))
    document = {"lines": [{"price": 2, "quantity": 3}] * 6_000}
    expression = compile_expression(source)
    assert expression.lane is not None
    before = expression.lane.trials_left
    await started(cast, "lines", 3, document)
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 3}
    assert before - expression.lane.trials_left == 3 < TRIALS
    honour(expression.source_hash, "for this test")
    await started(cast, "lines", 1, document)
    await drained()
    assert expression.acceleration == "demoted: for this test"
    assert await sync_to_async(statuses)() == {"succeeded": 4}
