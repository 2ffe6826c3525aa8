"""Who else is at a flow: told to those who may see the flow, over for who left within seconds."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from console.accounts import tokens
from console.live.presence import Presence, Register
from tests.factories import FLOW, Cast
from tests.integration.live.support import Page, page

pytestmark = pytest.mark.django_db(transaction=True)

TOPIC = f"presence:{FLOW}"


async def told(viewer: Page, *people: tuple[str, bool]) -> None:
    """Waits until these are told to be there, with whether they have unsaved changes."""

    def wanted(frame: dict[str, Any]) -> bool:
        found = [(one["username"], one["unsaved"]) for one in frame["data"].get("people", ())]
        return frame["topic"] == TOPIC and found == list(people)

    await viewer.frame(wanted)


async def test_people_come_mark_their_changes_and_go(cast: Cast, address: str) -> None:
    async with page(address, cast.analyst) as first:
        await first.subscribe(TOPIC)
        await told(first, ("analyst", False))
        async with page(address, cast.steward) as second:
            await second.subscribe(TOPIC)
            await told(first, ("analyst", False), ("steward", False))
            await second.socket.send(f'{{"op": "mark", "topic": "{TOPIC}", "unsaved": true}}')
            await told(first, ("analyst", False), ("steward", True))
            await told(second, ("analyst", False), ("steward", True))
        await told(first, ("analyst", False))
        async with page(address, cast.steward) as third:
            await third.subscribe(TOPIC)
            await told(first, ("analyst", False), ("steward", False))
            await third.ask("unsubscribe", TOPIC)
            await told(first, ("analyst", False))
        assert first.numbers(TOPIC) == list(range(1, len(first.numbers(TOPIC)) + 1))


async def test_one_person_in_two_windows_is_one(cast: Cast, address: str) -> None:
    async with page(address, cast.analyst) as first, page(address, cast.analyst) as second:
        await first.subscribe(TOPIC)
        await second.subscribe(TOPIC)
        found = await first.frame(lambda one: one["data"].get("people", [{}])[0:1] != [])
        while found["data"]["people"][0]["windows"] != 2:
            found = await first.frame(lambda one: bool(one["data"].get("people")))
        assert len(found["data"]["people"]) == 1


async def test_who_may_not_see_the_flow_learns_nothing_and_tokens_are_no_people(
    cast: Cast, address: str
) -> None:
    _, text = await sync_to_async(tokens.create)(cast.operator, "test", ["executions:read"], 1)
    async with (
        page(address, cast.analyst) as insider,
        page(address, cast.outsider) as outsider,
        page(address, token=text) as machine,
    ):
        await machine.subscribe(TOPIC)
        await outsider.ask("subscribe", TOPIC)
        refusal = await outsider.frame(lambda frame: frame["kind"] == "error")
        assert refusal["topic"] == TOPIC
        await insider.subscribe(TOPIC)
        await told(machine, ("analyst", False))
        await outsider.ask("subscribe", "presence:no-such-flow")
        await outsider.frame(lambda frame: frame["topic"] == "presence:no-such-flow")
        assert {frame["kind"] for frame in outsider.frames} == {"error"}


def test_web_processes_tell_each_other() -> None:
    here, there = Register(), Register()
    mine = Presence(4711, "a", "analyst", "Analyst")
    theirs = Presence(4711, "b", "steward", "Steward", unsaved=True)
    here.keep([mine])
    there.keep([theirs, Presence(4712, "c", "operator", "Operator")])
    for register in (here, there, here):
        register.exchange()
    assert [one["username"] for one in here.people(4711)] == ["analyst", "steward"]
    assert here.people(4711) == there.people(4711)
    assert here.people(4712) == []
    there.keep([])
    for register in (there, here):
        register.exchange()
    assert [one["username"] for one in here.people(4711)] == ["analyst"]
    here.keep([])
    here.exchange()
