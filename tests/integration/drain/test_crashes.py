"""Workers killed with SIGKILL at every boundary: nothing is lost, and no effect comes twice."""

import asyncio
import os
import sys
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from connectors.sdk.types import JSON
from flows.facade import deadletters, sweeper
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S
from tests.integration.runs_support import (
    Target,
    account,
    call_step,
    chain,
    connect_to,
    drained,
    map_step,
    open_in,
    statuses,
)

KILLED = -9
BOUNDARIES = (
    "claimed",
    "before-intent",
    "after-intent",
    "during-call",
    "answered",
    "before-result",
    "after-result",
)


@sync_to_async
def prepared(cast: Cast, target: Target, count: int, **changes: JSON) -> list[UUID]:
    connect_to(cast, target.address)
    factories.published(cast.analyst, "orders", **{**chain(map_step(), call_step()), **changes})
    return [factories.started(cast.analyst, "orders", {"total": number}) for number in range(count)]


async def worker(point: str) -> int | None:
    """Runs a worker in a process of its own to its end; its exit code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.drain.doomed_worker",
        point,
        env={**os.environ, "FAIRLEAD_TEST_DATABASE": str(connection.settings_dict["NAME"])},
    )
    return await asyncio.wait_for(process.wait(), PATIENCE_S)


@sync_to_async
def lease_ended() -> None:
    """The time of the leases passes, and the sweeper comes by."""
    fetch("UPDATE queue SET visible_at = now() - interval '1 second' WHERE lease_owner <> ''")
    sweeper.sweep()


@pytest.mark.parametrize("boundary", BOUNDARIES)
async def test_what_a_killed_worker_held_is_finished_by_another(
    boundary: str, cast: Cast, target: Target
) -> None:
    await prepared(cast, target, 6)
    target.delay_s = 0.4 if boundary == "during-call" else 0.0
    assert await worker(boundary) == KILLED
    target.delay_s = 0.0
    await lease_ended()
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 6}
    assert sorted({body["total"] for body in target.bodies}) == list(range(6))
    assert len(target.effects) == 6  # one key each, whatever was sent twice
    assert (await sync_to_async(account)())["open"] == 0
    twice = await sync_to_async(fetch)(
        "SELECT execution_id, step FROM step_attempt WHERE status = 'succeeded'"
        " GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert twice == []


async def test_without_a_promise_of_the_target_a_lost_call_waits_for_a_person(
    cast: Cast, target: Target
) -> None:
    await prepared(cast, target, 1)
    await sync_to_async(fetch)("UPDATE connections_connection SET config = config - 'idempotency'")
    assert await worker("answered") == KILLED
    await lease_ended()
    await drained()
    assert await sync_to_async(statuses)() == {"indeterminate": 1}
    assert target.requests == 1


async def test_what_kills_three_workers_is_quarantined_and_its_neighbours_end_well(
    cast: Cast, target: Target
) -> None:
    ids = await prepared(cast, target, 8)
    await sync_to_async(fetch)(
        "UPDATE queue SET claims = 2, lane = 10, lease_owner = 'gone', epoch = 2,"
        " visible_at = now() WHERE execution_id = %s",
        [ids[3]],
    )
    due = "UPDATE queue SET visible_at = now() + %s::interval WHERE execution_id <> %s"
    await sync_to_async(fetch)(due, ["1 hour", ids[3]])  # else they would come first
    assert await worker("before-intent") == KILLED
    await sync_to_async(fetch)(due, ["0", ids[3]])
    await lease_ended()
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 7, "dead": 1}
    [group] = await sync_to_async(deadletters.groups)(cast.operator)
    assert (group["code"], group["example"]) == ("execution.quarantined", str(ids[3]))
    assert await sync_to_async(open_in)() == 0


async def test_suspects_run_alone_before_they_are_given_up(cast: Cast, target: Target) -> None:
    """Two workers went away over each of them; both are innocent, and both end well."""
    await prepared(cast, target, 2)
    await sync_to_async(fetch)(
        "UPDATE queue SET claims = 2, lane = 10, lease_owner = 'gone', visible_at = now()"
    )
    target.delay_s = 0.1
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 2}
    assert target.busiest == 1


async def test_a_worker_that_lost_its_lease_writes_nothing(cast: Cast, target: Target) -> None:
    ids = await prepared(cast, target, 3)
    target.delay_s = 0.5
    slow = asyncio.ensure_future(drained())
    await target.reached(3)
    await sync_to_async(fetch)(
        "UPDATE queue SET epoch = epoch + 1, claims = 0, lease_owner = '', visible_at = now()"
    )
    target.delay_s = 0.0
    await slow
    await drained()
    succeeded = await sync_to_async(fetch)(
        "SELECT attempt FROM step_attempt WHERE step = 'send' AND status = 'succeeded'"
    )
    assert len(succeeded) == len(ids)
    assert await sync_to_async(statuses)() == {"succeeded": 3}
    assert len(target.effects) == 3
