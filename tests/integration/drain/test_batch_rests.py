"""Batches and connections that rest: what one worker was told holds for the bulk sends of all, and for
everybody else what a bulk send was told."""

import time
from uuid import UUID

import orjson
import pytest
from asgiref.sync import sync_to_async

from connectors.connections import facade, rests
from connectors.connections.models import RestReason
from connectors.connections.rests import Rest
from connectors.sdk.types import JSON
from flows.facade.batch import sending
from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.batch_support import BulkTarget, batch_step, bulk_target, row_of
from tests.integration.runs_support import (
    Target,
    call_step,
    chain,
    connect_to,
    drained,
    options,
    served_until,
    status_of,
)

__all__ = ["bulk_target"]


@sync_to_async
def published(cast: Cast, address: str, max_attempts: int = 1, **config: JSON) -> None:
    """The flow ``suppliers`` with a batch, and ``orders`` with a call, over one connection."""
    connect_to(cast, address)
    step = batch_step(source={"kind": "list"}, chunk=10, in_flight=1, **config)
    step["retry"]["max_attempts"] = max_attempts
    factories.published(cast.analyst, "suppliers", **chain(step))
    factories.published(cast.analyst, "orders", **chain(call_step()))


@sync_to_async
def sent(cast: Cast, records: int = 30) -> UUID:
    return factories.started(cast.analyst, "suppliers", [{"key": str(one)} for one in range(records)])


@sync_to_async
def ordered(cast: Cast) -> UUID:
    return factories.started(cast.analyst, "orders", {"id": "ORD-1", "total": 1})


def why(execution: UUID) -> tuple[str, str]:
    """Code and message of the error that the batch's last attempt shows."""
    [(raw,)] = fetch(
        "SELECT error FROM step_attempt WHERE execution_id = %s AND step = 'load' AND status = 'failed'"
        " ORDER BY finished_at DESC LIMIT 1",
        [execution],
    )
    error = orjson.loads(raw)
    return error["code"], error["message"]


async def test_what_a_bulk_send_was_told_holds_for_every_worker(cast: Cast, target: Target) -> None:
    await published(cast, target.address, max_attempts=3)
    target.status, target.headers = 429, {"Retry-After": "60"}
    first = await sent(cast)
    await served_until(lambda: status_of(first) == "retrying")
    assert target.requests == 1
    view = await sync_to_async(facade.show)(cast.administrator, "target")
    assert (view.rest_reason, view.rests_until is not None) == ("asked", True)
    target.status = 200
    others = [await ordered(cast), await sent(cast)]
    await served_until(lambda: {status_of(one) for one in others} == {"retrying"})
    assert target.requests == 1


async def test_a_bulk_send_waits_for_a_rest_and_uses_up_no_attempt(
    cast: Cast, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_WAIT_S", 0.0)
    await published(cast, target.address)
    rest = Rest(RestReason.ASKED, time.monotonic() + 4)
    await sync_to_async(rests.record)("target", rest)
    execution = await sent(cast)
    await served_until(lambda: status_of(execution) in ("retrying", "dead"))
    assert target.requests == 0
    code, message = await sync_to_async(why)(execution)
    assert code == "connector.held_back" and "target asked to be left alone" in message
    assert (await sync_to_async(row_of)(execution))["state"] == "resting"
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert target.requests == 3


async def test_a_short_rest_is_waited_for_at_once(cast: Cast, target: Target) -> None:
    await published(cast, target.address)
    await sync_to_async(rests.record)("target", Rest(RestReason.ASKED, time.monotonic() + 1))
    execution = await sent(cast)
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert target.requests == 3


async def test_the_calls_and_the_bulk_sends_of_a_worker_tell_each_other(cast: Cast, target: Target) -> None:
    await published(cast, target.address, max_attempts=3)
    target.status, target.headers = 429, {"Retry-After": "60"}
    worker = Drain(options())
    try:
        for begun in (ordered, sent, ordered):
            execution = await begun(cast)
            while await sync_to_async(status_of)(execution) != "retrying":
                await worker.serve(Part(0), 0.2)
    finally:
        await worker.close()
    assert target.requests == 1


async def test_a_target_that_takes_records_between_its_rests_uses_up_no_attempt(
    cast: Cast, bulk_target: BulkTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_WAIT_S", 0.0)
    bulk_target.limit = 2
    await published(cast, bulk_target.address)
    execution = await sent(cast)
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert bulk_target.calls == 5
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 30


async def test_a_target_that_only_ever_asks_for_rests_uses_up_the_attempts(
    cast: Cast, bulk_target: BulkTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_WAIT_S", 0.0)
    bulk_target.limit = 1
    await published(cast, bulk_target.address, max_attempts=2)
    execution = await sent(cast)
    await drained()
    assert await sync_to_async(status_of)(execution) == "dead"
    assert bulk_target.calls == 2


async def test_reading_pages_leaves_a_resting_connection_alone(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.listed = 5
    arguments = {"method": "GET", "path": "/pages", "query": {"start": 0}}
    pages = {"connection": "target", "operation": "request", "arguments": arguments, "records": "body.items"}
    await sync_to_async(connect_to)(cast, bulk_target.address)
    await sync_to_async(rests.record)("target", Rest(RestReason.ASKED, time.monotonic() + 1))
    step = batch_step(source={"kind": "pages", **pages})
    step["retry"]["max_attempts"] = 1
    await sync_to_async(factories.published)(cast.analyst, "suppliers", **chain(step))
    execution = await sent(cast, 0)
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert (bulk_target.pages, len(bulk_target.records)) == (1, 5)
