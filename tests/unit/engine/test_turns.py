"""How far a turn reaches: by the time that the processor was had, not by the clock."""

import time
from typing import Any

import pytest

from flows.engine.mapping import MappingError, compile_expression
from flows.engine.turns import LONG_S, TURN_S, Evaluated, Evaluation, OutOfTime, Pace, Turn

ENDLESS = "($f := function($n) { $f($n + 1) }; $f(1))"


def use_the_processor(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def pace(source: str) -> Evaluated:
    return Evaluated(compile_expression(source))


def out_of_time(turn: Turn, one: Evaluated, data: Any = None) -> OutOfTime:
    with pytest.raises(OutOfTime) as caught:
        turn.evaluate(one, data, None)
    return caught.value


def test_what_fits_in_is_evaluated_and_fails_as_ever() -> None:
    turn = Turn()
    assert turn.evaluate(pace("a + $b"), {"a": 1}, {"b": 2}) == 3
    with pytest.raises(MappingError):
        turn.evaluate(pace("1 + 'x'"), {}, None)
    assert not turn.over


def test_a_long_expression_is_to_be_evaluated_elsewhere_from_then_on() -> None:
    turn, endless = Turn(), pace(ENDLESS)
    work = out_of_time(turn, endless, {"a": 1}).work
    assert isinstance(work, Evaluation)
    assert (work.pace, work.data, work.bindings) == (endless, {"a": 1}, None)
    turn.start()
    used = time.thread_time()
    assert out_of_time(turn, endless).work is not None
    assert time.thread_time() - used < TURN_S / 2  # it was not even tried
    endless.note(LONG_S / 2)  # elsewhere it was quick
    assert not endless.doubtful


def test_elsewhere_a_large_input_may_take_its_time() -> None:
    small = Evaluation(pace("a"), {"a": 1}, None).limits
    large = Evaluation(pace("a"), {"a": "x" * 1_000_000}, {"b": "x" * 1_000_000}).limits
    assert round(small.seconds, 2) == 1
    assert round(large.seconds) == 21
    assert Evaluation(pace("a"), {"a": object()}, None).limits.seconds == 1


def test_after_a_turn_that_was_used_up_others_go_on_in_the_next() -> None:
    turn = Turn()
    out_of_time(turn, pace(ENDLESS))
    assert turn.over
    assert out_of_time(turn, pace("1")).work is None
    turn.start()
    assert turn.evaluate(pace("1"), None, None) == 1


def test_time_also_passes_for_who_evaluates_nothing() -> None:
    turn = Turn()
    assert not turn.spent()
    used = time.thread_time()
    while time.thread_time() - used < TURN_S:
        pass
    assert turn.spent()
    turn.start()
    assert not turn.spent()


def test_nothing_begins_once_the_processor_was_had_for_long() -> None:
    turn = Turn()
    use_the_processor(TURN_S)
    assert out_of_time(turn, pace("1")).work is None
    assert turn.over


def test_time_that_others_have_the_processor_does_not_count() -> None:
    turn = Turn()
    time.sleep(TURN_S * 2)
    assert turn.evaluate(pace("1"), None, None) == 1
    time.sleep(TURN_S * 2)
    assert not turn.over


def test_a_quick_expression_that_seemed_long_is_not_taken_for_long() -> None:
    turn, one = Turn(), pace("a")
    one.doubtful = True
    assert turn.evaluate(one, {"a": 1}, None) == 1
    assert not one.doubtful
    assert turn.evaluate(one, {"a": 2}, None) == 2


def test_a_place_that_is_gone_on_with_gets_the_answers_it_has() -> None:
    turn, first, second = Turn(), pace("n + 1"), pace("n + 2")
    turn.answers = {}
    assert turn.evaluate(first, {"n": 1}, None) == 2
    assert turn.evaluate(second, {"n": 1}, None) == 3
    assert [turn.answers[one].value for one in (first, second)] == [2, 3]
    assert turn.evaluate(first, "another", None) == 2


class TestWorkThatCannotBeEnded:
    """It is measured, and done elsewhere the next time."""

    def test_what_takes_long_is_to_be_done_elsewhere_the_next_time(self) -> None:
        turn, one = Turn(), Pace()
        work = Evaluation(pace("1"), None, None)

        def here() -> str:
            use_the_processor(TURN_S)
            return "done"

        assert turn.carry_out(one, here, lambda: work) == "done"
        assert turn.over
        turn.start()
        assert turn.carry_out(one, here, lambda: work) == "done"  # once more, by the processor's clock
        turn.start()
        with pytest.raises(OutOfTime) as caught:
            turn.carry_out(one, here, lambda: work)
        assert caught.value.work is work

    def test_waiting_for_the_processor_is_not_taking_long(self) -> None:
        turn, one = Turn(), Pace()
        for _ in range(3):
            turn.start()
            turn.carry_out(one, lambda: time.sleep(TURN_S), lambda: Evaluation(pace("1"), None, None))
        turn.start()
        assert turn.carry_out(one, lambda: "quick", lambda: Evaluation(pace("1"), None, None)) == "quick"
        assert not one.doubtful

    def test_an_answer_that_the_place_has_is_given_again(self) -> None:
        turn, one = Turn(), Pace()
        turn.answers = {}
        assert turn.carry_out(one, lambda: "first", lambda: Evaluation(pace("1"), None, None)) == "first"
        assert turn.carry_out(one, lambda: "second", lambda: Evaluation(pace("1"), None, None)) == "first"
