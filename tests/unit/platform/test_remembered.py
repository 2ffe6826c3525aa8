"""What the door remembers of a look-up: one for all who ask at once, and nothing of one that failed."""

import asyncio

import pytest

from console.intake.tokens import Remembered


class Desk:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_open = True

    async def look_up(self, name: str) -> str:
        self.asked.append(name)
        await asyncio.sleep(0)
        if not self.is_open:
            raise OSError("closed")
        return name.upper()


async def test_all_who_ask_at_once_share_one_look_up() -> None:
    desk = Desk()
    remembered = Remembered(desk.look_up)
    assert await asyncio.gather(*(remembered.get(name) for name in "aabba")) == list("AABBA")
    assert await remembered.get("a") == "A"
    assert desk.asked == ["a", "b"]


async def test_a_failure_is_told_to_all_and_not_remembered() -> None:
    desk = Desk()
    remembered = Remembered(desk.look_up)
    desk.is_open = False
    failed = await asyncio.gather(*(remembered.get("a") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in failed] == [OSError] * 3
    desk.is_open = True
    assert await remembered.get("a") == "A"


async def test_who_leaves_takes_the_answer_from_nobody() -> None:
    desk = Desk()
    remembered = Remembered(desk.look_up)
    leaver, stayer = (asyncio.ensure_future(remembered.get("a")) for _ in range(2))
    await asyncio.sleep(0)
    leaver.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaver
    assert await stayer == "A"
