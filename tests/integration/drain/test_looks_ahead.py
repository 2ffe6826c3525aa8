"""What changes seldom is read ahead for as long as a queue is served, whatever goes wrong on the way."""

import asyncio

import pytest

from flows.facade.drain import Drain
from flows.facade.drain.listeners import Listeners
from flows.facade.drain.parts import Part
from tests.integration.embedded_support import PATIENCE_S
from tests.integration.runs_support import options

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_look_ahead_that_fails_is_told_and_not_the_last(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks, thrice = [0], asyncio.Event()

    async def fail(_: Listeners) -> None:
        looks[0] += 1
        if looks[0] > 3:  # the first one belongs to the serving itself
            thrice.set()
        raise ValueError("nobody foresaw this")

    monkeypatch.setattr(Listeners, "ahead", fail)
    drain = Drain(options(linger_s=PATIENCE_S))
    serving = asyncio.ensure_future(drain.serve(Part(0), PATIENCE_S))
    try:
        async with asyncio.timeout(PATIENCE_S):
            await thrice.wait()
    finally:
        drain.stop()
        await serving
        await drain.close()
    assert "could not be read ahead" in caplog.text
