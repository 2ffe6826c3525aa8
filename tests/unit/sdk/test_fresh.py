"""What is read again after a while: by one of those who ask, and not remembered where it failed."""

import asyncio
from types import SimpleNamespace

import pytest

from connectors.sdk import fresh as module
from connectors.sdk.fresh import Fresh


class Source:
    def __init__(self) -> None:
        self.reads = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.is_broken = False

    async def read(self) -> None:
        self.reads += 1
        await asyncio.sleep(0)
        await self.may_answer.wait()
        if self.is_broken:
            raise ConnectionError


async def test_who_asks_at_once_waits_for_the_same_reading() -> None:
    source = Source()
    fresh = Fresh(source.read, 3600.0)
    await asyncio.gather(*(fresh.ensure() for _ in range(5)))
    await fresh.ensure()
    assert source.reads == 1


async def test_what_is_old_is_read_again() -> None:
    source = Source()
    fresh = Fresh(source.read, 0.0)
    await fresh.ensure()
    await fresh.ensure()
    assert source.reads == 2


async def test_a_reading_that_failed_is_made_again() -> None:
    source = Source()
    fresh = Fresh(source.read, 3600.0)
    source.is_broken = True
    with pytest.raises(ConnectionError):
        await fresh.ensure()
    source.is_broken = False
    await fresh.ensure()
    assert source.reads == 2


async def test_what_is_half_as_old_is_read_ahead_and_nobody_waits_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, now = Source(), [0.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    fresh = Fresh(source.read, 10.0)
    await fresh.ahead()
    now[0] = 4.9
    await fresh.ahead()
    assert source.reads == 1
    now[0] = 5.1
    source.may_answer.clear()
    ahead = asyncio.ensure_future(fresh.ahead())
    await asyncio.sleep(0)
    await fresh.ensure()
    assert (source.reads, ahead.done()) == (2, False)
    now[0] = 10.1
    late = asyncio.ensure_future(fresh.ensure())
    await asyncio.sleep(0)
    assert not late.done()
    source.may_answer.set()
    await asyncio.gather(ahead, late)
    assert source.reads == 2
