"""Alarms: each lane is rung for at its time, once for what is due together."""

import asyncio

from flows.facade.drain.alarms import SOON_S, Alarms
from flows.facade.rings import Due

REALTIME, BATCH = Due(0, 7), Due(1, 7)


async def test_each_lane_is_rung_in_the_order_of_what_is_due() -> None:
    rung: asyncio.Queue[Due] = asyncio.Queue()
    alarms = Alarms(rung.put_nowait)
    alarms.set(BATCH, 0.4)
    alarms.set(REALTIME, 0.0)
    assert [await rung.get(), await rung.get()] == [REALTIME, BATCH]


async def test_what_is_due_together_is_rung_for_once() -> None:
    rung: list[Due] = []
    alarms = Alarms(rung.append)
    for _ in range(100):
        alarms.set(REALTIME, 0.06)
    alarms.set(BATCH, SOON_S * 2)
    await asyncio.sleep(0.3)
    assert 1 <= len(rung) < 100 and set(rung) == {REALTIME}


async def test_none_goes_off_after_the_end() -> None:
    rung: list[Due] = []
    alarms = Alarms(rung.append)
    alarms.set(REALTIME, 0.01)
    alarms.close()
    await asyncio.sleep(0.1)
    assert rung == []
