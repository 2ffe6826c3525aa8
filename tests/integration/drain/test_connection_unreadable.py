"""A connection that cannot be read for a while: its calls wait for that, and are not forgotten."""

import asyncio
import logging

import pytest
from asgiref.sync import sync_to_async

from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S, eventually
from tests.integration.runs_support import (
    Target,
    call_step,
    chain,
    connect_to,
    options,
    status_of,
)

_RENAME = "ALTER TABLE connections_connection RENAME COLUMN {} TO {}"


async def renamed(*names: str) -> None:
    await sync_to_async(fetch)(_RENAME.format(*names))


async def test_calls_wait_until_their_connection_can_be_read(
    cast: Cast, target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    await sync_to_async(connect_to)(cast, target.address)
    await sync_to_async(factories.published)(cast.analyst, "orders", **chain(call_step()))
    execution = await sync_to_async(factories.started)(cast.analyst, "orders", {"total": 1})
    drain = Drain(options())
    await renamed("health_message", "away")
    try:
        with caplog.at_level(logging.WARNING, "fairlead.drain"):
            await drain.serve(Part(0), 0.5)
            assert await sync_to_async(eventually)(lambda: "target cannot be read" in caplog.text)
    finally:
        await renamed("away", "health_message")
    async with asyncio.timeout(PATIENCE_S):
        await target.reached(1)
    await drain.close()
    assert await sync_to_async(status_of)(execution) == "succeeded"
