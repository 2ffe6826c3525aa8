"""Batches whose worker is killed: they go on at their checkpoint, and no record has its effect twice."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from flows.facade import sweeper
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.batch_support import BulkTarget, batch_step, bulk_target, output_of, row_of
from tests.integration.embedded_support import eventually
from tests.integration.runs_support import account, cast, chain, connect_to, open_in, status_of

__all__ = ["bulk_target", "cast"]
pytestmark = pytest.mark.faults

ROWS = 5_000
CHUNK = 100
KILLS = 6


@asynccontextmanager
async def worker() -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker in a process of its own, killed at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.batch_worker",
        env={**os.environ, "FAIRLEAD_TEST_DATABASE": str(connection.settings_dict["NAME"])},
    )
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


@sync_to_async
def begun(cast: Cast, target: BulkTarget, promise: str) -> UUID:
    connect_to(cast, target.address, idempotency=promise)
    rows = "".join(f"S{number},Supplier {number}\n" for number in range(ROWS))
    rows = rows.replace("S1234,Supplier 1234", "S1234")
    step = batch_step(expression='{"key": ref, "name": name}', chunk=CHUNK)
    factories.published(cast.analyst, "suppliers", **chain(step))
    return factories.started(cast.analyst, "suppliers", f"ref,name\n{rows}")


@sync_to_async
def lease_ended() -> None:
    fetch("UPDATE queue SET visible_at = now() - interval '1 second' WHERE lease_owner <> ''")
    sweeper.sweep()


async def kill_on_the_way(target: BulkTarget, least: int, *, stored: bool) -> None:
    """Kills a worker at some moment after the target has got so many further calls, or, with
    ``stored``, after some of their outcomes stand: a worker that goes three times before is a reason to
    quarantine what it ran. Few more are answered, so that the batch does not end before."""
    before = await sync_to_async(_chunks_done)()
    target.most = target.calls + least + 1
    async with worker():
        await target.comes_to(partial(_calls_came, target, target.calls + least))
        if stored:
            await sync_to_async(eventually)(lambda: _chunks_done() > before)
        await asyncio.sleep(random.uniform(0, 0.1))
    target.release()
    await lease_ended()


def _chunks_done() -> int:
    return int(fetch("SELECT count(*) FROM batch_chunk WHERE status = 'done'")[0][0])


def _calls_came(target: BulkTarget, number: int) -> bool:
    return target.calls >= number


async def kill_during_calls(target: BulkTarget, answered: int) -> None:
    """Kills a worker that waits for the target's answer."""
    target.most = target.calls + answered
    async with worker():
        await target.comes_to(lambda: target.held > 0)
    target.release()
    await lease_ended()


async def finished(execution: UUID) -> None:
    async with worker():
        await sync_to_async(eventually)(lambda: open_in() == 0)
    assert (await sync_to_async(account)())["open"] == 0


async def test_a_batch_survives_its_workers_without_a_duplicate(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.delay_s = 0.02
    execution = await begun(cast, bulk_target, "by_key")
    for number in range(KILLS):
        await kill_on_the_way(bulk_target, random.randint(1, 5), stored=number % 2 == 1)
    bulk_target.delay_s = 0
    await finished(execution)
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == ROWS - 1
    row = await sync_to_async(row_of)(execution)
    assert (row["records"], row["succeeded"], row["failed"], row["indeterminate"]) == (ROWS, ROWS - 1, 1, 0)
    assert row["done"] == row["size"]
    summary = await sync_to_async(output_of)(execution)
    assert summary["quality"]["records"] == ROWS - 1
    chunks = await sync_to_async(fetch)("SELECT status, count(*), sum(count) FROM batch_chunk GROUP BY 1")
    assert chunks == [("done", ROWS // CHUNK, ROWS)]
    sends = await sync_to_async(fetch)("SELECT sum(sends) FROM batch_chunk")
    assert sends[0][0] <= ROWS // CHUNK + KILLS * 3  # only what was under way is sent again


async def test_without_a_promise_only_the_records_under_way_wait_for_a_person(
    cast: Cast, bulk_target: BulkTarget
) -> None:
    execution = await begun(cast, bulk_target, "none")
    await kill_during_calls(bulk_target, answered=5)
    await finished(execution)
    assert await sync_to_async(status_of)(execution) == "indeterminate"
    assert set(bulk_target.records.values()) == {1}
    row = await sync_to_async(row_of)(execution)
    assert 0 < row["indeterminate"] <= 3 * CHUNK
    assert row["succeeded"] + row["failed"] + row["indeterminate"] == ROWS
