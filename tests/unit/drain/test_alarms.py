"""Alarms: each lane is rung at its time, once for what is due together."""

import asyncio

from flows.facade.drain.alarms import SOON_S, Alarms


async def test_each_lane_is_rung_in_the_order_of_what_is_due() -> None:
    rung: asyncio.Queue[int] = asyncio.Queue()
    alarms = Alarms(rung.put_nowait)
    alarms.set(1, 0.4)
    alarms.set(0, 0.0)
    assert [await rung.get(), await rung.get()] == [0, 1]


async def test_what_is_due_together_is_rung_for_once() -> None:
    rung: list[int] = []
    alarms = Alarms(rung.append)
    for _ in range(100):
        alarms.set(0, 0.06)
    alarms.set(1, SOON_S * 2)
    await asyncio.sleep(0.3)
    assert 1 <= len(rung) < 100 and set(rung) == {0}


async def test_none_goes_off_after_the_end() -> None:
    rung: list[int] = []
    alarms = Alarms(rung.append)
    alarms.set(0, 0.01)
    alarms.close()
    await asyncio.sleep(0.1)
    assert rung == []
