"""Canonical form, order of the graph, plans, transitions."""

import copy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.canonical import canonical_json, content_hash
from flows.engine.document import read_flow, to_document
from flows.engine.errors import TransitionRefused
from flows.engine.graph import find_cycles, reachable, topological
from flows.engine.plan import compile_plan, plan_of
from flows.engine.records import Status
from flows.engine.retries import LONGEST_ASKED_S, wait_seconds
from flows.engine.specs import RetrySpec
from flows.engine.transitions import ALLOWED, OPEN, RESTING, TERMINAL, check_transition, may_follow
from tests.unit.engine.building import call, document, mapping

DOCUMENT = document(
    [mapping("a", "1"), call("b", {"max_attempts": 3}), mapping("c", "1")],
    [("trigger", "a"), ("a", "b"), ("a", "c", "out", "$ > 1")],
    keys={"ordering": "id", "business": {"order": "id"}},
)


def same(change: Any) -> bool:
    other = copy.deepcopy(DOCUMENT)
    change(other)
    return content_hash(other) == content_hash(DOCUMENT)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["steps"][0].update(position={"x": 1.5, "y": 2}),
        lambda it: it["trigger"].update(position={"x": 1, "y": 2}, config={}),
        lambda it: it.update(description="", labels={}, latency="real_time"),
        lambda it: it["steps"][1]["retry"].update(factor=2, jitter=0.2, max_attempts=3.0),
        lambda it: it["steps"][0].update(retry=None),
        lambda it: it["edges"].reverse(),
        lambda it: it["edges"][0].pop("port"),
        lambda it: it["keys"].update(idempotency=None),
    ],
)
def test_what_means_the_same_has_the_same_hash(change: Any) -> None:
    assert same(change)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.update(name="Other"),
        lambda it: it["steps"].reverse(),
        lambda it: it["steps"][0]["config"].update(expression="2"),
        lambda it: it["steps"][1]["config"]["arguments"].update(empty=""),
        lambda it: it["steps"][1]["retry"].update(max_attempts=4),
        lambda it: it["edges"][1].update(port="error"),
        lambda it: it["keys"].update(ordering="other"),
    ],
)
def test_what_means_something_else_has_another(change: Any) -> None:
    assert not same(change)


def test_the_canonical_form_is_stable_over_a_round_trip() -> None:
    assert canonical_json(to_document(read_flow(DOCUMENT))) == canonical_json(
        {**DOCUMENT, "steps": [{**one, "name": one["id"]} for one in DOCUMENT["steps"]]}
    )
    assert content_hash(document([mapping("a", "1")], [("trigger", "a")])) == (
        "2f1ff4b9df25e8470e2e612f70859dcf11660cf1bc1f01dbd5a3f3fbf6c32fa3"
    )


@settings(max_examples=200)
@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30)
        )
    )
)
def test_cycles_are_found_exactly_where_there_is_no_order(graph: tuple[int, list[tuple[int, int]]]) -> None:
    size, pairs = graph
    nodes = [f"n{index}" for index in range(size)]
    edges = [(nodes[a], nodes[b]) for a, b in pairs]
    cycles = list(find_cycles(nodes, edges))
    for cycle in cycles:
        assert cycle[0] == cycle[-1] and len(cycle) > 1
        assert all(pair in edges for pair in pairwise(cycle))
    if cycles:
        with pytest.raises(ValueError):
            topological(nodes, edges)
        last = {(cycle[-2], cycle[-1]) for cycle in cycles}
        topological(nodes, [pair for pair in edges if pair not in last])
    else:
        order = topological(nodes, edges)
        assert all(order.index(a) < order.index(b) for a, b in edges)


def test_reach() -> None:
    assert reachable("a", ["a", "b", "c"], [("a", "b"), ("c", "b")]) == {"a", "b"}


def test_a_long_chain_does_not_recurse() -> None:
    nodes = [f"n{index}" for index in range(5000)]
    edges = list(pairwise(nodes))
    assert list(find_cycles(nodes, edges)) == []
    assert topological(nodes, edges) == nodes


def test_plans_are_compiled_once() -> None:
    spec = read_flow(DOCUMENT)
    made = compile_plan(spec)
    assert compile_plan(spec) is made
    assert plan_of(made.hash, lambda: pytest.fail("loaded again")) is made
    assert plan_of("f" * 64, lambda: DOCUMENT).hash == "f" * 64
    assert made.in_degrees == (1, 1, 1)


def test_every_status_is_open_resting_or_terminal() -> None:
    assert set(Status) == OPEN | RESTING | TERMINAL == set(ALLOWED)
    assert not OPEN & RESTING and not RESTING & TERMINAL


@pytest.mark.parametrize("before", sorted(TERMINAL))
@pytest.mark.parametrize("after", list(Status))
def test_terminal_states_never_change(before: Status, after: Status) -> None:
    assert not may_follow(before, after)
    with pytest.raises(TransitionRefused):
        check_transition(before, after)


def test_some_transitions() -> None:
    for before, after in (
        (Status.QUEUED, Status.RUNNING),
        (Status.DEAD, Status.QUEUED),
        (Status.RUNNING, Status.DEAD),
    ):
        check_transition(before, after)
    with pytest.raises(TransitionRefused):
        check_transition(Status.DEAD, Status.SUCCEEDED)


@settings(max_examples=200)
@given(
    failures=st.integers(1, 10_000),
    asked=st.one_of(st.none(), st.floats()),
    jitter=st.floats(0, 1),
    key=st.text(alphabet="0123456789abcdef", max_size=32),
)
def test_waits_are_bounded_and_repeatable(
    failures: int, asked: float | None, jitter: float, key: str
) -> None:
    retry = RetrySpec(initial_s=1, factor=10, max_s=600, jitter=jitter)
    wait = wait_seconds(retry, failures, key, asked)
    assert 0 <= wait <= max(1200, LONGEST_ASKED_S)
    assert wait == wait_seconds(retry, failures, key, asked)
