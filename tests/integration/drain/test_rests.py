"""A target that says when to come again is left alone by every worker process, and people see it."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from connectors.connections import facade, sessions
from connectors.connections.models import Connection
from flows.facade import executions
from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from tests import factories
from tests.factories import Api, Cast
from tests.integration.runs_support import (
    Target,
    call_step,
    chain,
    connect_to,
    drained,
    options,
    served_until,
    set_concurrency,
    status_of,
    statuses,
)


@sync_to_async
def published(cast: Cast, target: Target, max_attempts: int = 20) -> None:
    connect_to(cast, target.address)
    set_concurrency("target", 1)
    factories.published(cast.analyst, "orders", **chain(call_step(max_attempts=max_attempts)))


@sync_to_async
def started(cast: Cast, number: int) -> UUID:
    return factories.started(cast.analyst, "orders", {"id": f"ORD-{number}", "total": number})


@sync_to_async
def shown(cast: Cast) -> facade.ConnectionView:
    return facade.show(cast.administrator, "target")


def stored() -> Connection:
    return Connection.objects.get(slug="target")


def _last_attempt(cast: Cast, execution: UUID) -> Any:
    """As the run's page is told of it."""
    (step,) = executions.detail(cast.operator, str(execution))["steps"]
    assert step["status"] == step["attempts"][-1]["status"]
    return step["attempts"][-1]


def _row(cast: Cast, execution: UUID) -> Any:
    """The execution as the list of those that are tried again shows it."""
    rows = Api(cast.operator)("GET", "executions/?status=retrying").json()["results"]
    return next(one for one in rows if one["id"] == str(execution))


async def _serves(worker: Drain, until: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not await sync_to_async(until)():
            await worker.serve(Part(0), 0.2)
            await asyncio.sleep(0.02)


async def test_a_process_that_begins_later_leaves_the_target_alone(cast: Cast, target: Target) -> None:
    await published(cast, target)
    target.status, target.headers = 429, {"Retry-After": "60"}
    first = await started(cast, 1)
    await served_until(lambda: status_of(first) == "retrying")
    assert target.requests == 1
    view = await shown(cast)
    assert view.rest_reason == "asked"
    assert view.rests_until is not None
    row = await sync_to_async(_row)(cast, first)
    assert (row["status"], row["failed_step"], row["error"]["code"]) == (
        "retrying", "send", "connector.retryable",
    )  # fmt: skip
    target.status = 200
    second = await started(cast, 2)
    await served_until(lambda: status_of(second) == "retrying")
    assert target.requests == 1


async def test_a_process_that_worked_before_holds_back_and_counts_no_attempt(
    cast: Cast, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "CHECK_EVERY_S", 0.0)
    await published(cast, target, max_attempts=1)
    other = Drain(options())
    try:
        await started(cast, 1)
        await _serves(other, lambda: statuses() == {"succeeded": 1})
        target.status, target.headers = 429, {"Retry-After": "60"}
        told = await started(cast, 2)
        await served_until(lambda: status_of(told) in ("retrying", "dead"))
        assert target.requests == 2
        target.status = 200
        held = await started(cast, 3)
        await _serves(other, lambda: status_of(held) == "retrying")
        assert target.requests == 2
        attempt = await sync_to_async(_last_attempt)(cast, held)
        assert (attempt["status"], attempt["error"]["code"]) == ("held_back", "connector.held_back")
        assert "asked to be left alone" in attempt["error"]["message"]
        assert attempt["resume_at"] > attempt["started_at"]
    finally:
        await other.close()


async def test_a_rest_that_was_asked_for_ends_by_itself(cast: Cast, target: Target) -> None:
    await published(cast, target)
    target.status, target.headers = 429, {"Retry-After": "1"}
    first = await started(cast, 1)
    await served_until(lambda: status_of(first) == "retrying")
    target.status = 200
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 1}
    view = await shown(cast)
    assert (view.rests_until, view.rest_reason) == (None, "")


async def test_a_rest_after_failures_is_shown_and_cleared_by_a_success(cast: Cast, target: Target) -> None:
    await published(cast, target)
    target.status = 503
    await started(cast, 1)
    worker = Drain(options())
    try:
        await _serves(worker, lambda: stored().rest_reason == "failing")
        target.status = 200
        await _serves(worker, lambda: stored().rests_until is None)
    finally:
        await worker.close()
    assert await sync_to_async(lambda: stored().rest_reason)() == ""
