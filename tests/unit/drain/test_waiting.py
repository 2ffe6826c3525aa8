"""What travels together: whole batches, records kept apart between batches, groups in turn."""

from types import SimpleNamespace
from typing import Any, cast

from connectors.sdk.protocol import OperationSpec
from flows.facade.drain.waiting import AT_ONCE, Pending, Waiting

ONE = OperationSpec("post", "Post", "", {}, {}, "none")
MANY = OperationSpec("load", "Load", "", {}, {}, "natural", max_batch=3, exclusive=True)


def pending(name: str, record: str = "", flow: int = 1) -> Pending:
    active = SimpleNamespace(claimed=SimpleNamespace(flow_id=flow), name=name)
    return Pending(cast(Any, active), cast(Any, None), record)


def names(waiting: Waiting) -> list[str]:
    batch = waiting.take()
    return [cast(Any, one.active).name for one in batch.calls] if batch else []


def test_single_calls_travel_alone_and_batches_whole() -> None:
    waiting = Waiting()
    for name in "abcd":
        waiting.add(("load", "partner"), MANY, pending(name))
    waiting.add(("post", ""), ONE, pending("x"))
    assert (names(waiting), names(waiting), names(waiting), names(waiting)) == (
        ["a", "b", "c"],
        ["x"],
        ["d"],
        [],
    )
    assert waiting.size == 0 and not waiting.flows


def test_while_enough_batches_travel_the_next_one_grows() -> None:
    waiting = Waiting()
    away = []
    for name in "ab":
        waiting.add(("load", ""), MANY, pending(name))
        away.append(waiting.take())
    assert len(away) == AT_ONCE
    waiting.add(("load", ""), MANY, pending("c"))
    assert waiting.take() is None
    waiting.add(("load", ""), MANY, pending("d"))
    waiting.add(("load", ""), MANY, pending("e"))
    assert names(waiting) == ["c", "d", "e"]
    assert away[0] is not None
    waiting.back(away[0])


def test_a_record_under_way_waits_and_lets_others_pass() -> None:
    waiting = Waiting()
    waiting.add(("load", ""), MANY, pending("a", "partner 7"))
    first = waiting.take()
    for name, record in (("b", "partner 7"), ("c", "partner 8")):
        waiting.add(("load", ""), MANY, pending(name, record))
    assert names(waiting) == ["c"]
    assert first is not None
    waiting.back(first)
    assert names(waiting) == ["b"]


def test_what_waits_is_known_by_flow() -> None:
    waiting = Waiting()
    for number in range(3):
        waiting.add(("post", ""), ONE, pending(str(number), flow=number % 2))
    assert waiting.flows == {0: 2, 1: 1}
    assert len(waiting.take_all()) == 3
    assert not waiting.flows and waiting.take() is None
