"""What is read again after a while: by one of those who ask, and not remembered where it failed."""

import asyncio

import pytest

from flows.facade.fresh import Fresh


class Source:
    def __init__(self) -> None:
        self.reads = 0
        self.is_broken = False

    async def read(self) -> None:
        self.reads += 1
        await asyncio.sleep(0)
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
