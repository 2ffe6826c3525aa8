"""Long expressions of executions are evaluated in a process beside the worker, with the same outcome."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psutil
import pytest

from flows.engine import turns
from flows.engine.mapping import (
    Expression,
    Limits,
    MappingError,
    MappingTimeout,
    MappingTooLarge,
    compile_expression,
)
from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.isolation import evaluator
from flows.engine.mapping.isolation.evaluator import (
    Evaluator,
    EvaluatorStopped,
    EvaluatorUnavailable,
    Outcome,
)
from flows.engine.mapping.isolation.frames import ClosedError
from flows.engine.mapping.isolation.worker import Worker
from flows.engine.turns import LIMITS, Evaluated, Evaluation
from tests.unit.mapping.hostile import HARMLESS, HOSTILE

ENDLESS = "($f := function($n) { $f($n + 1) }; $f(1))"


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Evaluator]:
    monkeypatch.setattr(turns, "LIMITS", replace(LIMITS, seconds=0.5))
    one = Evaluator()
    yield one
    one.close()


def evaluate(beside: Evaluator, expression: Expression, data: Any, bindings: Any) -> Outcome:
    return beside.do(Evaluation(Evaluated(expression), data, bindings))


def here(source: str, data: Any, bindings: Any = None) -> Outcome:
    try:
        return Outcome(compile_expression(source).evaluate(data, bindings, Limits(seconds=5)))
    except MappingError as error:
        return Outcome(error=error)


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("{'a': x + 1, 'b': [x, null, 'é'], 'c': $string(x)}", {"x": 1.5}),
        ("x", {"x": 2**53 + 1}),
        ("$string(x)", {"x": 10**30}),
        ("$length(x)", {"x": "\ud800"}),
        ("nothing", {"x": 1}),
        ("$", None),
        ("x + 'a'", {"x": 1}),
        ("(\n  $a := 1;\n  $a + $b\n)", {}),
        (HARMLESS["nested repetition"], {}),
    ],
)
def test_the_outcome_is_the_same_as_here(beside: Evaluator, source: str, data: Any) -> None:
    expected = here(source, data, {"b": "x"})
    found = evaluate(beside, compile_expression(source), data, {"b": "x"})
    assert (found.value, type(found.value)) == (expected.value, type(expected.value))
    assert (found.error is None) == (expected.error is None)
    if found.error is not None and expected.error is not None:
        assert type(found.error) is type(expected.error)
        assert found.error.to_json() == expected.error.to_json()
    assert found.seconds > 0


@pytest.mark.parametrize("name", ["recursion", "tail recursion", "string doubling", "shared output"])
def test_hostile_expressions_end_with_a_typed_error_and_its_place(beside: Evaluator, name: str) -> None:
    source, codes = HOSTILE[name]
    error = evaluate(beside, compile_expression(source), {}, None).error
    assert error is not None and error.code in codes
    assert error.where.line == 1 and error.where.column is not None


def test_one_process_does_it_all(beside: Evaluator) -> None:
    pids = set()
    for number in range(5):
        assert evaluate(beside, compile_expression("x"), {"x": number}, None).value == number
        pids.add(beside.pid)
    assert len(pids) == 1


def test_a_process_that_does_not_answer_is_killed_and_replaced(
    beside: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LIMITS", Limits(seconds=0.1))
    monkeypatch.setattr(evaluator, "_GRACE_S", 0.2)
    evaluate(beside, compile_expression("1"), None, None)
    stopped = beside.pid
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    large = {"x": "a" * 5_000_000}  # more than a pipe holds: the process does not even take it
    error = evaluate(beside, compile_expression("x"), large, None).error
    assert isinstance(error, MappingTimeout) and error.where.line == 1
    assert not psutil.pid_exists(stopped)
    monkeypatch.setattr(turns, "LIMITS", LIMITS)
    assert evaluate(beside, compile_expression("x"), large, None).value == large["x"]


def test_a_process_that_somebody_kills_is_replaced_and_asked_again(
    beside: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LIMITS", Limits(seconds=60))
    evaluate(beside, compile_expression("1"), None, None)
    first = beside.pid
    assert first is not None
    killing = threading.Timer(0.1, os.kill, (first, signal.SIGKILL))
    killing.start()
    heavy = compile_expression("$sum([1..100000].($ * 2))")
    assert evaluate(beside, heavy, None, None).value == 10000100000
    killing.join()
    assert evaluate(beside, compile_expression("1"), None, None).value == 1
    assert beside.pid != first


def test_what_ends_its_process_twice_is_to_blame(beside: Evaluator, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def dies(self: Worker, *_: Any) -> Any:
        asked.append(self.pid)
        self.interrupt()
        raise ClosedError

    monkeypatch.setattr(Worker, "ask", dies)
    error = evaluate(beside, compile_expression("x"), {}, None).error
    assert isinstance(error, MappingTooLarge) and error.where.line == 1
    assert len(set(asked)) == 2


def test_stopping_ends_the_evaluation_under_way(beside: Evaluator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LIMITS", Limits(seconds=60))
    evaluate(beside, compile_expression("1"), None, None)
    pid = beside.pid
    assert pid is not None
    threading.Timer(0.2, beside.stop).start()
    with pytest.raises(EvaluatorStopped):
        evaluate(beside, compile_expression(ENDLESS), {}, None)
    assert not psutil.pid_exists(pid)
    with pytest.raises(EvaluatorStopped):
        evaluate(beside, compile_expression("1"), None, None)


def test_a_machine_that_starts_no_process_says_nothing_of_the_expression(
    beside: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Worker:
        raise OSError("Resource temporarily unavailable")

    with monkeypatch.context() as patched:
        patched.setattr(evaluator, "Worker", refuse)
        with pytest.raises(EvaluatorUnavailable):
            evaluate(beside, compile_expression("1"), None, None)
    assert evaluate(beside, compile_expression("1"), None, None).value == 1


def test_it_stands_behind_the_work_of_others(beside: Evaluator) -> None:
    evaluate(beside, compile_expression("1"), None, None)
    assert psutil.Process(beside.pid).nice() > psutil.Process().nice()


@pytest.mark.parametrize(("patience", "ends"), [(1.0, True), (50.0, False)])
def test_waiting_for_the_processor_is_no_evaluation(patience: float, ends: bool) -> None:
    limits = Limits(seconds=0.05, patience=patience)
    meter = Meter(limits, time.monotonic() + limits.seconds)
    time.sleep(limits.seconds * 2)
    if ends:
        with pytest.raises(MappingTimeout):
            meter.look()
        return
    meter.look()
    with pytest.raises(MappingTimeout):
        while True:
            meter.look()
