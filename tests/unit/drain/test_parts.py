"""When a flood is served apart from its neighbours, and when no longer."""

from collections.abc import Collection, Iterator
from itertools import count

import pytest

from flows.facade.drain.parts import ALONE_S, CALM_PER_S, FLOOD_PER_S, HEARD_S, PEACE_S, Flood, Part, Rest
from flows.store.claiming import Claimed
from tests.unit.drain.claimed import row

MOST = 128
FLOODED, QUIET, OTHER = 1, 2, 3
EVERY_S = 0.05
_numbers = count()


def rows(flow_id: int, number: int) -> list[Claimed]:
    return [row(next(_numbers), flow_id) for _ in range(number)]


class World:
    """A clock, and what a worker asked of the others."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.helped: list[int] = []
        self.offered: list[set[int]] = []
        self.rest = Rest(0, MOST, self.helped.append, self._offer, lambda: self.now)

    def _offer(self, lane: int, flows: Collection[int]) -> None:
        self.offered.append(set(flows))

    def flood(self, *flows: int) -> Flood:
        return Flood(0, frozenset(flows), MOST, lambda: self.now)

    def pass_by(
        self, part: Part, seconds: float, per_s: dict[int, float], full: Collection[int] = ()
    ) -> None:
        """So many executions of each flow are claimed, in claims of equal distance."""
        for _ in range(round(seconds / EVERY_S)):
            self.now += EVERY_S
            part.saw([one for flow, many in per_s.items() for one in rows(flow, round(many * EVERY_S))], full)


@pytest.fixture
def world() -> Iterator[World]:
    yield World()


def test_a_flood_is_offered_and_nothing_else(world: World) -> None:
    world.pass_by(world.rest, 3, {FLOODED: FLOOD_PER_S * 2, QUIET: FLOOD_PER_S * 0.4})
    assert world.offered and all(one == {FLOODED} for one in world.offered)
    assert world.helped == []


def test_a_burst_of_a_moment_is_no_flood(world: World) -> None:
    world.pass_by(world.rest, 0.5, {FLOODED: FLOOD_PER_S * 1.2})
    world.pass_by(world.rest, 5, {QUIET: 20})
    assert world.offered == []


def test_what_somebody_serves_already_is_not_offered_until_nothing_is_heard_of_it(world: World) -> None:
    world.rest.heard(frozenset({FLOODED}))
    assert world.rest.spared == {FLOODED}
    world.pass_by(world.rest, 1.5, {OTHER: FLOOD_PER_S * 2})
    world.rest.heard(frozenset({FLOODED}))
    world.now += HEARD_S
    assert world.rest.spared == frozenset()
    assert world.offered and all(one == {OTHER} for one in world.offered)


def test_where_claims_are_full_all_help_with_everything(world: World) -> None:
    world.pass_by(world.rest, 3, {FLOODED: MOST / EVERY_S})
    assert world.helped and world.offered == []
    helped = len(world.helped)
    world.pass_by(world.rest, PEACE_S / 2, {FLOODED: FLOOD_PER_S * 2})
    assert world.offered == []
    world.pass_by(world.rest, 2, {FLOODED: FLOOD_PER_S * 2})
    assert world.offered and len(world.helped) == helped


def test_a_flow_whose_target_is_busy_is_not_offered(world: World) -> None:
    world.pass_by(world.rest, 3, {FLOODED: FLOOD_PER_S * 2}, full=[FLOODED])
    assert world.offered == []


def test_a_flood_is_kept_while_it_lasts(world: World) -> None:
    flood = world.flood(FLOODED)
    world.pass_by(flood, 10, {FLOODED: FLOOD_PER_S})
    assert not flood.calm and not flood.too_much
    world.pass_by(flood, 3, {FLOODED: CALM_PER_S * 0.4})
    assert flood.calm


def test_one_that_joins_gets_its_time_and_then_has_to_be_a_flood(world: World) -> None:
    flood = world.flood(FLOODED)
    world.pass_by(flood, 1.9, {FLOODED: FLOOD_PER_S})
    flood.joined(frozenset({OTHER}))
    assert flood.only == {FLOODED, OTHER}
    world.pass_by(flood, 0.5, {FLOODED: FLOOD_PER_S})
    assert not flood.calm
    world.pass_by(flood, 3, {FLOODED: FLOOD_PER_S})
    assert flood.calm


@pytest.mark.parametrize("busy", [{"full": [FLOODED]}, {}])
def test_what_one_worker_cannot_do_is_given_up(world: World, busy: dict[str, list[int]]) -> None:
    flood = world.flood(FLOODED)
    per_s = {FLOODED: FLOOD_PER_S if busy else MOST / EVERY_S}
    world.pass_by(flood, ALONE_S / 2, per_s, **busy)
    world.pass_by(flood, 0.1, {FLOODED: FLOOD_PER_S})
    world.pass_by(flood, ALONE_S / 2, per_s, **busy)
    assert not flood.too_much
    world.pass_by(flood, ALONE_S, per_s, **busy)
    assert flood.too_much
