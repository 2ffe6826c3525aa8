"""Who comes next where many wait."""

from types import SimpleNamespace
from typing import Any

from flows.facade.drain.line import MOST, MOST_OF_ALL, Line


def execution(flow_id: int, lane: int = 0) -> Any:
    return SimpleNamespace(claimed=SimpleNamespace(flow_id=flow_id, lane=lane))


def line(relieved: list[int] | None = None) -> Line[str]:
    return Line(([] if relieved is None else relieved).append)


def taken(waiting: Line[str]) -> list[str]:
    return [what for _, what in iter(waiting.take, None)]


def test_the_flows_take_turns_and_within_one_the_first_comes_first() -> None:
    waiting = line()
    for flow, one in [(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (3, "c1"), (2, "b2")]:
        waiting.put(execution(flow), one)
    assert waiting.size == 6
    assert taken(waiting) == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert (waiting.size, waiting.take()) == (0, None)


def test_a_flow_is_full_until_half_of_it_is_gone() -> None:
    relieved: list[int] = []
    waiting = line(relieved)
    waiting.put(execution(2), "alone")
    for number in range(MOST):
        assert waiting.full == set()
        waiting.put(execution(1, lane=11), str(number))
    while waiting.size > MOST // 2 + 1:
        assert (waiting.full, relieved) == ({1}, [])
        waiting.take()
    waiting.take()
    assert (waiting.full, relieved) == (set(), [1])
    taken(waiting)
    assert relieved == [1]


def test_where_too_many_wait_every_flow_is_full() -> None:
    waiting = line()
    for number in range(MOST_OF_ALL):
        waiting.put(execution(number), "one")
    assert waiting.full == set(range(MOST_OF_ALL))
    waiting.take()
    assert waiting.full == set()
