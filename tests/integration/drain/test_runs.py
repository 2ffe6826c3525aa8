"""Executions from acceptance to their end, on a real database and with a real target."""

from uuid import UUID

from asgiref.sync import sync_to_async

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
    records_of,
    served_until,
    set_concurrency,
    status_of,
    statuses,
)


@sync_to_async
def published(cast: Cast, target: Target, slug: str = "orders", **changes: object) -> None:
    connect_to(cast, target.address)
    factories.published(cast.analyst, slug, **{**chain(map_step(), call_step()), **changes})


@sync_to_async
def started(cast: Cast, count: int = 1, slug: str = "orders") -> list[UUID]:
    return [
        factories.started(cast.analyst, slug, {"id": f"ORD-{number}", "total": number})
        for number in range(count)
    ]


async def test_each_call_is_made_once_and_everything_is_kept(cast: Cast, target: Target) -> None:
    await published(cast, target)
    ids = await started(cast, 40)
    await drained()
    assert len(target.effects) == 40 and set(target.effects.values()) == {1}
    assert sorted(body["total"] for body in target.bodies) == list(range(40))
    assert await sync_to_async(statuses)() == {"succeeded": 40}
    assert await sync_to_async(account)() == {
        "accepted": 40,
        "open": 0,
        "succeeded": 40,
        "failed": 0,
        "dead": 0,
        "indeterminate": 0,
        "cancelled": 0,
    }
    assert await sync_to_async(records_of)(ids[0]) == [
        ("map", 1, "succeeded"),
        ("send", 1, "started"),
        ("send", 1, "succeeded"),
    ]


async def test_a_failing_target_is_retried_then_left_to_a_person(cast: Cast, target: Target) -> None:
    await published(cast, target)
    [execution] = await started(cast)
    target.status, target.headers = 503, {"Retry-After": "0"}
    await drained()
    assert await sync_to_async(status_of)(execution) == "dead"
    assert target.requests == 3
    found = await sync_to_async(records_of)(execution)
    assert [one for one in found if one[0] == "send" and one[2] == "failed"] == [
        ("send", 1, "failed"),
        ("send", 2, "failed"),
        ("send", 3, "failed"),
    ]
    assert (await sync_to_async(account)())["dead"] == 1


async def test_no_more_calls_at_once_than_the_connection_allows(cast: Cast, target: Target) -> None:
    await published(cast, target)
    await sync_to_async(set_concurrency)("target", 3)
    target.delay_s = 0.02
    await started(cast, 30)
    await drained()
    assert target.busiest == 3
    assert len(target.effects) == 30


async def test_a_target_that_stalls_does_not_hold_up_other_flows(cast: Cast, target: Target) -> None:
    await published(cast, target)
    await sync_to_async(set_concurrency)("target", 2)
    await sync_to_async(factories.published)(cast.analyst, "local", **chain(map_step()))
    target.delay_s = 3600.0
    await started(cast, 60)
    await started(cast, 60, "local")
    await served_until(
        lambda: statuses().get("succeeded", 0) >= 60, in_flight=40, waiting=10, batch=20, grace_s=0.1
    )
    assert await sync_to_async(statuses)() == {"succeeded": 60}
    assert target.requests > 0 and not target.effects


async def test_calls_that_fit_together_do_not_wait_for_a_message_per_execution(
    cast: Cast, target: Target
) -> None:
    """More executions than a worker takes at once are finished by the same worker."""
    await published(cast, target)
    await started(cast, 50)
    await drained(in_flight=16, waiting=8, batch=8)
    assert await sync_to_async(statuses)() == {"succeeded": 50}
