"""Whatever an expression does, it ends within its limits and its neighbours finish."""

import sys
import threading

import pytest

from flows.engine.mapping import (
    Limits,
    MappingError,
    MappingLimitError,
    MappingSourceTooLarge,
    MappingTimeout,
    compile_expression,
)
from tests.unit.mapping.hostile import HARMLESS, HOSTILE, PATIENT, limits_for


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_expressions_end_with_a_typed_error_and_a_place(name: str) -> None:
    source, codes = HOSTILE[name]
    with pytest.raises(MappingError) as caught:
        compile_expression(source).evaluate({}, limits=limits_for(codes))
    assert caught.value.code in codes
    assert caught.value.where.line == 1
    assert caught.value.where.column is not None
    assert caught.value.message.endswith((".", "?"))


@pytest.mark.parametrize("name", HARMLESS)
def test_patterns_do_not_backtrack_for_ever(name: str) -> None:
    assert compile_expression(HARMLESS[name]).evaluate({}, limits=PATIENT) is None


def test_what_backtracks_within_look_around_is_timed() -> None:
    source = "$contains(text, /^(?=(a|aa)+$)x|(\\w+\\s?)+(?=!)$/)"
    with pytest.raises(MappingTimeout):
        compile_expression(source).evaluate({"text": "a" * 5000 + "?"}, limits=Limits(seconds=0.2))


@pytest.mark.parametrize(
    "source",
    ["(" * 10_000 + "1" + ")" * 10_000, "1" + "+1" * 20_000, "-" * 5_000 + "1", "x" * 200_000, "[" * 9_000],
)
def test_sources_too_deep_or_too_long_are_refused(source: str) -> None:
    with pytest.raises(MappingSourceTooLarge) as caught:
        compile_expression(source)
    assert caught.value.where.line == 1


@pytest.mark.parametrize(
    ("limits", "source"),
    [
        (Limits(sequence_items=100), "[1..101]"),
        (Limits(string_chars=100), "$pad('', 101)"),
        (Limits(output_bytes=100), "$pad('', 101)"),
        (Limits(depth=5), "($f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; $f(6))"),
        (Limits(depth=3), "[[[[1]]]]"),
        (Limits(seconds=0), "$sum([1..1000].($ * 2))"),
    ],
)
def test_each_limit_can_be_set(limits: Limits, source: str) -> None:
    with pytest.raises(MappingLimitError):
        compile_expression(source).evaluate({}, limits=limits)


def test_deep_input_is_refused() -> None:
    deep: object = 1
    for _ in range(5_000):
        deep = {"a": deep}
    with pytest.raises(MappingError) as caught:
        compile_expression("$string(a)").evaluate(deep)
    assert caught.value.code == "mapping.depth"


def test_running_out_of_stack_is_a_typed_error() -> None:
    before = sys.getrecursionlimit()
    outcome: list[object] = []

    def evaluate() -> None:
        source = "($f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; $f(5000))"
        try:
            outcome.append(compile_expression(source).evaluate({}, limits=Limits(depth=100_000, seconds=120)))
        except MappingError as error:
            outcome.append(error.code)

    thread = threading.Thread(target=evaluate)
    thread.start()
    thread.join()
    assert outcome == ["mapping.depth"]
    assert sys.getrecursionlimit() == before


def test_neighbours_finish_while_another_expression_runs_wild() -> None:
    wild = compile_expression(HOSTILE["tail recursion"][0])
    calm = compile_expression("$sum(items.v)")
    ended: list[str] = []

    def run_wild() -> None:
        try:
            wild.evaluate({}, limits=Limits(seconds=1))
        except MappingTimeout as error:
            ended.append(error.code)

    thread = threading.Thread(target=run_wild)
    thread.start()
    for number in range(20):
        assert calm.evaluate({"items": [{"v": 1}, {"v": number}]}) == 1 + number
    thread.join()
    assert ended == ["mapping.timeout"]
