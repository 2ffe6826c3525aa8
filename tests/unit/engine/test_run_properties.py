"""The guarantees over generated graphs and orders of events.

A simulated world drives executions of a generated flow: answers of every class, crashes between any
two committed points, redrives, cancellations. Whatever happens, no completed step runs again, a key
stays, an end stays, everything ends or waits visibly for a person, and the accounting adds up.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.sdk.errors import AmbiguousError, FairleadError, PermanentError, RetryableError
from flows.engine.memory import START
from flows.engine.plan import Plan
from flows.engine.records import (
    ExecutionInput,
    Finish,
    Status,
    TriggerInfo,
)
from flows.engine.run import Run
from flows.engine.transitions import OPEN, RESTING, TERMINAL
from tests.unit.engine.building import plan
from tests.unit.engine.world import World, idempotency_of

RETRY = {"max_attempts": 2, "initial_s": 5, "jitter": 0.5}
KINDS = [
    "call_once",
    "call_again",
    "for_each",
    "map",
    "call_once",
    "for_each",
    "branch",
    "publish",
    "wait",
    "stop",
    "bad",
    "validate",
    "parse",
]
ERRORS: list[FairleadError] = [
    RetryableError("Busy."),
    RetryableError("Busy.", retry_after=30),
    PermanentError("No."),
    AmbiguousError("Lost."),
]


def make_step(name: str, kind: str) -> dict[str, Any]:
    operation = "once" if kind == "call_once" else "again"
    call = {"connection": "c", "operation": operation}
    local = name.endswith(("2", "4"))
    inner = {"connection": "c", "operation": "once" if name.endswith(("0", "1")) else "again"}
    configs: dict[str, dict[str, Any]] = {
        "map": {"expression": "1"},
        "bad": {"expression": "1 + 'x'"},
        "call": call,
        "validate": {"schema": {"type": ["array", "object", "integer"], "maxItems": 2}},
        "parse": {},
        "branch": {"cases": [{"name": "left", "when": "$execution.id < 'e1'"}], "default": "right"},
        "publish": {"event": "seen"},
        "wait": {"seconds": 60},
        "stop": {"outcome": "failed", "reason": "Enough"},
        "for_each": {
            "items": "[1, 2, 3]",
            "concurrency": 2 if name.endswith(("0", "3")) else 3,
            "on_error": "collect" if name.endswith(("1", "3")) else "fail",
            "do": [
                {"id": "m", "kind": "map", "config": {"expression": "$item"}},
                *([] if local else [{"id": "call", "kind": "call", "config": inner, "retry": RETRY}]),
                {"id": "n", "kind": "map", "config": {"expression": "[$, $index]"}},
                {"id": "tell", "kind": "publish", "config": {"event": "line.seen"}},
            ],
        },
    }
    real = {"call_once": "call", "call_again": "call", "bad": "map"}.get(kind, kind)
    return {"id": name, "kind": real, "config": configs[real if kind != "bad" else "bad"], "retry": RETRY}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A graph in which every step can be reached: each has an edge from an earlier one."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))
    names = [f"s{index}" for index in range(len(kinds))]
    edges: dict[tuple[str, str, str], tuple[str, str, str, str | None]] = {}
    for index, name in enumerate(names):
        earlier = [place for place in range(index) if kinds[place] != "stop"]
        for _ in range(draw(st.integers(1, 3))):
            place = draw(st.sampled_from([-1, *earlier]))
            source = "trigger" if place < 0 else names[place]
            port = draw(st.sampled_from(_ports(kinds[place]))) if place >= 0 else "out"
            when = draw(st.sampled_from([None, None, None, None, "false", "$exists($)"]))
            edges[source, name, port] = (source, name, port, when)
    steps = [make_step(name, kind) for name, kind in zip(names, kinds, strict=True)]
    return plan(steps, list(edges.values()))  # type: ignore[arg-type]


def _ports(kind: str) -> list[str]:
    return ["left", "right", "error"] if kind == "branch" else ["out", "out", "out", "error"]


EVENTS = ["answer", "answer", "answer", "turn", "turn", "crash", "crash_before_commit", "redrive", "cancel"]


def happen(world: World, event: str, pick: int, error: FairleadError | None) -> None:
    """One event, where it is possible."""
    if world.status in TERMINAL:
        return
    if world.status in RESTING:
        if event == "redrive" and world.execution.round < 3:
            world.redrive()
    elif event == "answer" and world.in_flight and world.run is not None:
        world.answer(pick % len(world.in_flight), error)
    elif event == "crash":
        world.crash()
    elif event == "cancel" and pick == 0:
        world.cancelled = True
        if world.run is not None:
            world.run.cancel()
    else:
        world.now += timedelta(seconds=1)
        world.go_on(event == "crash_before_commit")


def settle_down(world: World) -> None:
    """From here on everything answers well."""
    for _ in range(400):
        if world.status in TERMINAL | RESTING:
            return
        while world.in_flight and world.run is not None:
            world.answer(0, None)
        while world.beside:
            world.evaluate()
        world.go_on(False)
    raise AssertionError("the execution does not end")


def check_account(worlds: list[World]) -> None:
    counts = Counter(world.status for world in worlds)
    ended = sum(counts[status] for status in (*TERMINAL, *RESTING))
    assert len(worlds) == ended + sum(counts[status] for status in OPEN)


EVENT = st.tuples(st.sampled_from(EVENTS), st.integers(0, 7), st.one_of(st.none(), st.sampled_from(ERRORS)))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=plans(), events=st.lists(st.tuples(st.integers(0, 1), EVENT), min_size=25, max_size=60))
def test_the_guarantees_hold(made: Plan, events: list[tuple[int, Any]]) -> None:
    trigger = TriggerInfo("manual", START)
    worlds = [World(made, ExecutionInput(f"e{index}", "orders", {}, trigger)) for index in range(2)]
    for which, (event, pick, error) in events:
        before = worlds[which].status
        happen(worlds[which], event, pick, error)
        assert before not in TERMINAL or worlds[which].status is before
        check_account(worlds)
    for world in worlds:
        settle_down(world)
        for _ in range(4):  # a person redrives what can be redriven: nothing is stuck
            if world.status in RESTING:
                world.redrive()
                settle_down(world)
        assert world.status in TERMINAL | {Status.DEAD}
        again = Run(made, world.execution, world.history, idempotency_of=idempotency_of)
        if world.status is not Status.CANCELLED:
            (finish,) = again.advance(world.now)
            assert isinstance(finish, Finish) and finish.status is world.status
            assert again.take_records() == []
    check_account(worlds)
