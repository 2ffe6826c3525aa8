"""Ordering keys, timers, events, and what people do with executions."""

import asyncio
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from connectors.sdk.types import JSON
from flows.engine.chains import DEEPEST
from flows.facade import deadletters, executions
from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from flows.facade.errors import Conflict
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
    served_until,
    status_of,
    statuses,
)


@sync_to_async
def published(cast: Cast, target: Target, **changes: JSON) -> None:
    connect_to(cast, target.address)
    factories.published(cast.analyst, "orders", **{**chain(map_step(), call_step()), **changes})


@sync_to_async
def started(cast: Cast, document: JSON, slug: str = "orders") -> UUID:
    return factories.started(cast.analyst, slug, document)


async def test_executions_of_one_key_run_in_the_order_of_their_acceptance(cast: Cast, target: Target) -> None:
    await published(cast, target, keys={"ordering": "supplier"})
    for number in range(60):
        await started(cast, {"supplier": f"S{number % 3}", "total": number})
    await asyncio.gather(drained(), drained(), drained())
    for supplier in ("S0", "S1", "S2"):
        totals = [body["total"] for body in target.bodies if body["supplier"] == supplier]
        assert totals == sorted(totals) and len(totals) == 20


async def test_a_retry_keeps_its_place_in_the_order(cast: Cast, target: Target) -> None:
    await published(cast, target, keys={"ordering": "supplier"})
    for number in range(3):
        await started(cast, {"supplier": "S", "total": number})
    target.status = 503
    working = asyncio.ensure_future(drained())
    await target.reached(1)
    target.status = 200
    await working
    assert [body["total"] for body in target.bodies] == [0, 1, 2]


async def test_a_wait_is_a_row_and_not_a_process(cast: Cast, target: Target) -> None:
    wait = {"id": "pause", "kind": "wait", "name": "pause", "config": {"seconds": 3600}}
    await published(cast, target, **chain(wait, call_step()))
    execution = await started(cast, {"total": 1})
    await served_until(lambda: status_of(execution) == "waiting")
    assert await sync_to_async(status_of)(execution) == "waiting"
    await sync_to_async(fetch)("UPDATE queue SET visible_at = visible_at - interval '1 hour'")
    await sync_to_async(fetch)("UPDATE step_attempt SET resume_at = resume_at - interval '1 hour'")
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"


async def test_an_event_starts_those_who_listen_once(cast: Cast, target: Target) -> None:
    publish = {"id": "tell", "kind": "publish", "name": "tell", "config": {"event": "made", "payload": "$"}}
    await published(cast, target, **chain(publish))
    trigger = {"kind": "event", "config": {"event": "made"}}
    await sync_to_async(factories.published)(
        cast.analyst, "listener", trigger=trigger, **chain(map_step(), call_step())
    )
    await started(cast, {"id": "A", "total": 5})
    await drained()
    assert [body["total"] for body in target.bodies] == [5]
    assert await sync_to_async(statuses)() == {"succeeded": 2}
    parents = await sync_to_async(fetch)("SELECT depth FROM execution WHERE parent_id IS NOT NULL")
    assert parents == [(1,)]


async def test_an_event_that_its_flow_cannot_take_is_a_dead_letter_and_not_lost(
    cast: Cast, target: Target
) -> None:
    """There is no sender who could be told. Once the flow is corrected the event is replayed."""
    publish = {"id": "tell", "kind": "publish", "name": "tell", "config": {"event": "made", "payload": "$"}}
    await published(cast, target, **chain(publish))
    listening = {"trigger": {"kind": "event", "config": {"event": "made"}}, **chain(map_step())}
    await sync_to_async(factories.published)(
        cast.analyst, "later", keys={"ordering": "total + 'x'"}, **listening
    )
    await started(cast, {"total": 1})
    await drained()
    await drained()
    (row,) = await sync_to_async(fetch)(
        "SELECT o.execution_id, o.status, o.error->>'code', o.error->>'message' FROM outcome o "
        "JOIN execution e ON e.id = o.execution_id WHERE e.trigger_kind = 'event'"
    )
    assert row[1:3] == ("dead", "event.unfit")
    assert "cannot take this event" in row[3]
    assert (await sync_to_async(account)())["accepted"] == 2
    await sync_to_async(factories.published)(cast.analyst, "later", keys={}, **listening)
    replayed = await sync_to_async(executions.replay)(cast.administrator, str(row[0]), version="live")
    await drained()
    assert await sync_to_async(status_of)(UUID(replayed.id)) == "succeeded"


@pytest.mark.parametrize("flows", [("ping",), ("ping", "pong")], ids=len)
async def test_events_that_go_round_end_with_a_step_that_says_so(cast: Cast, flows: tuple[str, ...]) -> None:
    def prepare() -> None:
        for place, slug in enumerate(flows):
            told = flows[(place + 1) % len(flows)]
            publish = {"id": "tell", "kind": "publish", "config": {"event": f"for.{told}"}}
            trigger = {"kind": "event", "config": {"event": f"for.{slug}"}}
            factories.published(cast.analyst, slug, trigger=trigger, keys={}, **chain(publish))
        executions.start(cast.analyst, flows[0], {"id": "A"})

    await sync_to_async(prepare)()
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": DEEPEST, "dead": 1}
    [(step, error)] = await sync_to_async(fetch)("SELECT step, error FROM outcome WHERE status = 'dead'")
    assert (step, error["code"]) == ("tell", "step.event_circle")
    assert f"({' → '.join([*flows, flows[0]])})" in error["message"]
    assert len(await sync_to_async(deadletters.groups)(cast.operator)) == 1
    assert (await sync_to_async(account)())["accepted"] == DEEPEST + 1


async def test_a_redriven_execution_goes_on_where_it_failed(cast: Cast, target: Target) -> None:
    await published(cast, target)
    execution = await started(cast, {"total": 1})
    target.status = 400
    await drained()
    [group] = await sync_to_async(deadletters.groups)(cast.operator)
    assert (group["count"], group["step"], group["example"]) == (1, "send", str(execution))
    target.status = 200
    assert await sync_to_async(deadletters.redrive_group)(cast.operator, group["id"]) == 1
    assert await sync_to_async(deadletters.groups)(cast.operator) == []
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    found = await sync_to_async(records_of)(execution)
    assert [one for one in found if one[0] == "map"] == [("map", 1, "succeeded")]
    assert list(target.effects.values()) == [1]
    assert (await sync_to_async(account)())["succeeded"] == 1


async def test_what_was_cancelled_never_leaves(cast: Cast, target: Target) -> None:
    await published(cast, target)
    execution = await started(cast, {"total": 1})
    await sync_to_async(executions.cancel)(cast.operator, str(execution))
    await drained()
    assert await sync_to_async(status_of)(execution) == "cancelled"
    assert target.requests == 0
    with pytest.raises(Conflict):
        await sync_to_async(executions.cancel)(cast.operator, str(execution))


async def test_cancelling_what_runs_lets_the_call_end_and_nothing_follow(cast: Cast, target: Target) -> None:
    await published(cast, target, **chain(call_step(step="first"), call_step(step="second")))
    execution = await started(cast, {"total": 1})
    target.delay_s = 0.4
    working = asyncio.ensure_future(drained())
    await target.reached(1)
    await sync_to_async(executions.cancel)(cast.operator, str(execution))
    await working
    assert await sync_to_async(status_of)(execution) == "cancelled"
    assert target.requests == 1


async def test_a_replay_is_a_new_execution_of_the_same_payload(cast: Cast, target: Target) -> None:
    await published(cast, target)
    execution = await started(cast, {"total": 7})
    again = await sync_to_async(executions.replay)(cast.operator, str(execution))
    await drained()
    assert [body["total"] for body in target.bodies] == [7, 7]
    shown = await sync_to_async(executions.detail)(cast.operator, again.id)
    assert shown["replay_of"] == str(execution) and shown["payload"] == {"total": 7}
    assert [step["status"] for step in shown["steps"]] == ["succeeded", "succeeded"]
    assert shown["steps"][1]["input"] == {"total": 7}


async def test_a_lost_answer_waits_for_a_person(cast: Cast, target: Target) -> None:
    await sync_to_async(connect_to)(cast, "http://127.0.0.1:9", "nowhere", idempotency="none", timeout_s=1)
    await published(cast, target, **chain(call_step(), call_step("nowhere", "other")))
    execution = await started(cast, {"total": 1})
    await sync_to_async(fetch)(
        "INSERT INTO step_attempt (execution_id, step, item, attempt, round, status, started_at, key,"
        " request) VALUES (%s, 'other', -1, 1, 0, 'started', now(), 'k', '{}')",
        [execution],
    )
    await sync_to_async(fetch)("UPDATE queue SET epoch = 1")
    await drained()
    assert await sync_to_async(status_of)(execution) == "indeterminate"
    await sync_to_async(executions.resolve)(cast.operator, str(execution), "succeeded", "Seen at the target.")
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert len(target.effects) == 1


async def test_a_worker_that_stops_gives_back_what_it_holds(cast: Cast, target: Target) -> None:
    await published(cast, target)
    for number in range(20):
        await started(cast, {"total": number})
    target.delay_s = 0.3
    drain = Drain(options())
    while not target.requests:
        await drain.serve(Part(0), 0.2)
    await drain.close()
    left = await sync_to_async(fetch)("SELECT lease_owner, claims FROM queue")
    assert set(left) <= {("", 0)}
    target.delay_s = 0
    await drained()
    assert set(target.effects.values()) == {1} and len(target.effects) == 20
    assert await sync_to_async(open_in)() == 0
