"""The Run's rules on flows of every shape: ways, errors, ends."""

from dataclasses import replace
from typing import Any

import pytest

from flows.engine.errors import RunFinished, UnknownCall
from flows.engine.memory import START, run_plan
from flows.engine.records import (
    Call,
    CallRef,
    Finish,
    Status,
)
from flows.engine.run import Run
from tests.unit.engine.building import call, line, mapping, plan, step
from tests.unit.engine.hosting import LOST, NO, execution, host


class TestTheWay:
    def test_outputs_flow_from_step_to_step(self) -> None:
        made = line(mapping("double", "{'n': n * 2}"), call("send"), mapping("last", "id"))
        trace = run_plan(made, {"n": 2}, {"send": {"id": 7}})
        assert trace.status is Status.SUCCEEDED
        assert trace.calls[0].arguments == {"from": '{"n":4}'}
        assert trace.output_of("last") == 7

    def test_variables(self) -> None:
        made = line(
            mapping("a", "1"),
            mapping("b", "{'s': $steps.a, 'd': $document.n, 'k': $trigger.kind, 'f': $execution.flow}"),
        )
        assert run_plan(made, {"n": 3}).output_of("b") == {"s": 1, "d": 3, "k": "manual", "f": "orders"}

    def test_all_of_steps_at_once(self) -> None:
        made = line(mapping("a", "1"), mapping("b", "2"), mapping("c", "$sum($steps.*)"))
        assert run_plan(made, {}).output_of("c") == 3

    def test_a_join_of_several_gets_them_by_name(self) -> None:
        made = plan(
            [mapping("a", "1"), mapping("b", "2"), mapping("join", "$")],
            [("trigger", "a"), ("trigger", "b"), ("a", "join"), ("b", "join"), ("trigger", "join")],
        )
        assert run_plan(made, {"d": 0}).output_of("join") == {"trigger": {"d": 0}, "a": 1, "b": 2}

    def test_a_join_with_one_way_taken_gets_its_output_alone(self) -> None:
        made = plan(
            [mapping("a", "1"), mapping("b", "2"), mapping("join", "$")],
            [("trigger", "a"), ("trigger", "b"), ("a", "join"), ("b", "join", "out", "$ > 5")],
        )
        assert run_plan(made, {}).output_of("join") == 1

    def test_dead_paths_are_eliminated_through_several_steps(self) -> None:
        made = plan(
            [mapping("a", "1"), mapping("x", "2"), mapping("y", "3"), mapping("join", "$")],
            [("trigger", "a"), ("trigger", "x", "out", "false"), ("x", "y"), ("y", "join"), ("a", "join")],
        )
        trace = run_plan(made, {})
        assert {record.step for record in trace.records} == {"a", "join"}
        assert trace.output_of("join") == 1

    def test_no_way_taken_is_a_success_without_steps(self) -> None:
        trace = run_plan(plan([mapping("a", "1")], [("trigger", "a", "out", "n > 1")]), {"n": 1})
        assert (trace.status, trace.records) == (Status.SUCCEEDED, [])

    def test_a_condition_that_fails_is_a_dead_letter_naming_its_step(self) -> None:
        made = plan([mapping("a", "1"), mapping("b", "2")], [("trigger", "a"), ("a", "b", "out", "$ + 'x'")])
        trace = run_plan(made, {})
        assert trace.finish is not None
        assert (trace.finish.status, trace.finish.step) == (Status.DEAD, "a")

    def test_a_trigger_condition_that_fails_is_a_dead_letter(self) -> None:
        trace = run_plan(plan([mapping("a", "1")], [("trigger", "a", "out", "1 + 'x'")]), {})
        assert trace.finish is not None
        assert (trace.finish.status, trace.finish.step) == (Status.DEAD, "trigger")

    def test_parallel_calls_are_open_together(self) -> None:
        made = plan([call("a"), call("b")], [("trigger", "a"), ("trigger", "b")])
        run = Run(made, execution())
        decisions = run.advance(START)
        assert [one.operation for one in decisions if isinstance(one, Call)] == ["a", "b"]
        assert run.advance(START) == []


class TestErrors:
    def test_an_error_edge_takes_the_failure_up(self) -> None:
        made = plan(
            [call("send"), mapping("ok", "1"), mapping("alert", "error.code & ' ' & input.n")],
            [("trigger", "send"), ("send", "ok"), ("send", "alert", "error")],
        )
        trace = run_plan(made, {"n": 5}, {"send": NO})
        assert trace.status is Status.SUCCEEDED
        assert trace.output_of("alert") == "connector.permanent 5"
        assert "ok" not in {record.step for record in trace.records}

    def test_error_edges_with_conditions_choose(self) -> None:
        made = plan(
            [call("send"), mapping("alert", "1")],
            [("trigger", "send"), ("send", "alert", "error", "error.code = 'other'")],
        )
        trace = run_plan(made, {}, {"send": NO})
        assert trace.finish is not None
        assert (trace.finish.status, trace.finish.step) == (Status.DEAD, "send")

    def test_a_success_leaves_the_error_edge_dead(self) -> None:
        made = plan([call("send"), mapping("alert", "1")], [("trigger", "send"), ("send", "alert", "error")])
        assert "alert" not in {record.step for record in run_plan(made, {}, {}).records}

    def test_permanent_errors_are_not_tried_again(self) -> None:
        trace = run_plan(line(call("send")), {}, {"send": NO})
        assert (trace.status, len(trace.calls)) == (Status.DEAD, 1)
        assert trace.finish is not None and trace.finish.error is not None
        assert trace.finish.error["where"] == {"step": "send"}

    def test_a_failing_map_is_dead_with_line_and_column(self) -> None:
        trace = run_plan(line(mapping("m", "1 + 'x'")), {})
        assert trace.finish is not None and trace.finish.error is not None
        assert trace.finish.error["where"]["line"] == 1

    def test_an_internal_fault_stays_inside_its_step(self) -> None:
        def broken(value: Any, scope: Any) -> Any:
            raise ZeroDivisionError("a value out of the payload")

        made = line(mapping("m", "1"))
        made = replace(made, nodes=(replace(made.nodes[0], program=broken),))
        trace = run_plan(made, {})
        assert trace.finish is not None and trace.finish.error is not None
        assert trace.finish.error["code"] == "step.crashed"
        assert "payload" not in str(trace.finish.error)

    def test_nothing_new_begins_after_a_fatal_error_but_open_calls_are_awaited(self) -> None:
        made = plan(
            [call("a"), call("b"), call("after")], [("trigger", "a"), ("trigger", "b"), ("b", "after")]
        )
        run = Run(made, execution())
        run.advance(START)
        run.reject(CallRef("a", -1, 1), NO, START)
        assert run.advance(START) == []
        run.resolve(CallRef("b", -1, 1), {}, START)
        (finish,) = run.advance(START)
        assert isinstance(finish, Finish) and finish.status is Status.DEAD
        assert "after" not in {record.step for record in run.take_records()}


class TestEnds:
    def test_a_stop_ends_everything(self) -> None:
        made = plan(
            [step("end", "stop", outcome="failed", reason="'No ' & what"), step("later", "wait", seconds=9)],
            [("trigger", "end"), ("trigger", "later")],
        )
        trace = run_plan(made, {"what": "stock"})
        assert trace.finish == Finish(Status.FAILED, "end", None, "No stock")

    def test_a_stop_is_found_again_in_the_history(self) -> None:
        there = host(line(step("end", "stop", outcome="failed", reason="Enough")), {})
        there.turn(there.open())
        assert there.open().advance(START) == [Finish(Status.FAILED, "end", None, "Enough")]

    def test_a_finished_run_refuses_more(self) -> None:
        run = Run(line(mapping("m", "1")), execution())
        run.advance(START)
        for refused in (lambda: run.advance(START), run.cancel):
            with pytest.raises(RunFinished):
                refused()

    def test_an_outcome_is_taken_once(self) -> None:
        run = Run(line(call("a"), call("b")), execution())
        run.advance(START)
        run.resolve(CallRef("a", -1, 1), {}, START)
        with pytest.raises(UnknownCall):
            run.resolve(CallRef("a", -1, 1), {}, START)

    def test_a_cancellation_awaits_open_calls(self) -> None:
        run = Run(line(call("a"), call("b")), execution())
        run.advance(START)
        run.cancel()
        assert run.advance(START) == []
        run.resolve(CallRef("a", -1, 1), {"id": 1}, START)
        assert run.advance(START) == [Finish(Status.CANCELLED)]
        assert [one.status.value for one in run.take_records()] == ["started", "succeeded"]

    def test_a_cancellation_does_not_hide_an_open_question(self) -> None:
        run = Run(line(call("a")), execution())
        run.advance(START)
        run.cancel()
        run.reject(CallRef("a", -1, 1), LOST, START)
        (finish,) = run.advance(START)
        assert isinstance(finish, Finish) and finish.status is Status.INDETERMINATE

    def test_events_are_published_with_the_records_of_their_step(self) -> None:
        made = line(step("tell", "publish", event="order.received", payload="{'n': n}"), mapping("m", "$"))
        trace = run_plan(made, {"n": 1, "x": 2})
        (published,) = trace.published
        assert (published.event, published.payload) == ("order.received", {"n": 1})
        assert trace.output_of("m") == {"n": 1, "x": 2}
