"""Whoever looks for work is woken when something falls due, and need not wait for the sweeper."""

import asyncio
from collections.abc import Callable, Iterable

from asgiref.sync import sync_to_async

from connectors.sdk.types import JSON
from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from flows.facade.ringer import Ringer
from flows.facade.rings import Due
from tests import factories
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S
from tests.integration.runs_support import Target, call_step, chain, connect_to, options, statuses


class Listened(Ringer):
    """``rung`` is set whenever a worker would be woken."""

    def __init__(self) -> None:
        super().__init__()
        self.rung = asyncio.Event()

    def wake(self, work: Iterable[Due]) -> None:
        if list(work):
            self.rung.set()


async def served_when_rung(until: Callable[[dict[str, int]], bool]) -> None:
    """Serves once, and after that as often as it is rung."""
    ringer = Listened()
    rung, drain = ringer.rung, Drain(options(linger_s=0.0), ringer)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await drain.serve(Part(0), 0.5)
            while not until(await sync_to_async(statuses)()):
                if rung.is_set():
                    rung.clear()
                    await drain.serve(Part(0), 0.5)
                await asyncio.sleep(0.02)  # calls go on by themselves
    finally:
        await drain.close()


def _succeeded(count: int) -> Callable[[dict[str, int]], bool]:
    return lambda found: found == {"succeeded": count}


@sync_to_async
def started(cast: Cast, target: Target, count: int, **changes: JSON) -> None:
    connect_to(cast, target.address)
    factories.published(cast.analyst, "orders", **{**chain(call_step(max_attempts=3)), **changes})
    for number in range(count):
        factories.started(cast.analyst, "orders", {"id": "one", "total": number})


async def test_a_retry_is_looked_for_at_its_time(cast: Cast, target: Target) -> None:
    await started(cast, target, 1)
    target.status = 503

    async def recover() -> None:
        await target.reached(1)
        target.status = 200

    recovering = asyncio.ensure_future(recover())
    await served_when_rung(_succeeded(1))
    await recovering


async def test_the_next_of_an_ordering_key_is_looked_for_at_once(cast: Cast, target: Target) -> None:
    """Also where the call took so long that nobody looks any more."""
    await started(cast, target, 3, keys={"ordering": "id"})
    target.delay_s = 0.3
    await served_when_rung(_succeeded(3))
    assert [body["total"] for body in target.bodies] == [0, 1, 2]
