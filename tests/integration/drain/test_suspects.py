"""Suspects of a worker that is never idle: they are not left waiting until it is."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from flows.facade.drain import Drain, claims
from flows.facade.drain.parts import Part
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S
from tests.integration.runs_support import (
    Target,
    call_step,
    chain,
    connect_to,
    map_step,
    options,
    status_of,
)

_SUSPECTED = """
UPDATE queue SET claims = 2, lane = 10, lease_owner = 'gone', visible_at = now() WHERE execution_id = %s"""


@pytest.mark.parametrize("alone", [False, True])
async def test_a_suspect_and_a_slow_call_do_not_wait_for_each_other(
    alone: bool, cast: Cast, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither does a suspect wait for a worker that has a call under way, nor do others wait for long
    where it was begun alone."""
    monkeypatch.setattr(claims, "BUSY_S", 0.2)
    monkeypatch.setattr(claims, "ALONE_S", 0.2)
    await sync_to_async(connect_to)(cast, target.address)
    await sync_to_async(factories.published)(cast.analyst, "orders", **chain(map_step(), call_step()))
    target.delay_s = 3600.0
    drain = Drain(options(grace_s=0.1))
    try:
        first = await sync_to_async(factories.started)(cast.analyst, "orders", {"total": 1})
        if alone:
            await sync_to_async(fetch)(_SUSPECTED, [first])
        await drain.serve(Part(0), 1.0)
        await target.reached(1)
        target.delay_s = 0.0
        second = await sync_to_async(factories.started)(cast.analyst, "orders", {"total": 2})
        if not alone:
            await sync_to_async(fetch)(_SUSPECTED, [second])
        async with asyncio.timeout(PATIENCE_S):
            while await sync_to_async(status_of)(second) != "succeeded":
                await drain.serve(Part(0), 0.5)
        assert await sync_to_async(status_of)(first) == "running"
    finally:
        await drain.close()
