"""The Run's rules on flows of every shape."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from connectors.sdk.errors import AmbiguousError, PermanentError, RetryableError
from connectors.sdk.protocol import Idempotency
from flows.engine.errors import RunFinished, UnknownCall
from flows.engine.keys import call_key
from flows.engine.memory import START, MemoryHost, Script, run_plan, scripted
from flows.engine.plan import Plan
from flows.engine.records import (
    AttemptStatus,
    Call,
    CallRef,
    ExecutionInput,
    Finish,
    Status,
    Suspend,
    TriggerInfo,
)
from flows.engine.run import Run
from tests.unit.engine.building import call, line, mapping, plan, step

LOST = AmbiguousError("The answer was lost.")
BUSY = RetryableError("The target is busy.")
NO = PermanentError("The target refuses.")


def execution(document: Any = None, round: int = 0) -> ExecutionInput:
    return ExecutionInput("e1", "orders", document, TriggerInfo("manual", START), round)


def host(
    made: Plan, outputs: dict[str, Any], idempotency: Idempotency = "none", document: Any = None
) -> MemoryHost:
    return MemoryHost(made, execution(document), scripted(outputs), lambda *_: idempotency)


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


class TestRetries:
    def test_backoff_grows_and_the_key_stays(self) -> None:
        retry = {"max_attempts": 4, "initial_s": 1, "factor": 3, "max_s": 5, "jitter": 0}
        trace = run_plan(line(call("send", retry)), {}, {"send": BUSY})
        assert trace.status is Status.DEAD
        assert [one.status for one in trace.suspended] == [Status.RETRYING] * 3
        moments = [START, *(one.until for one in trace.suspended)]
        waits = [(after - before).total_seconds() for before, after in pairwise(moments)]
        assert waits == [1, 3, 5]
        assert {one.key for one in trace.calls} == {call_key("trial", "send", -1)}
        assert [one.retried for one in trace.calls] == [False] * 4

    def test_jitter_is_the_same_each_time_and_within_its_share(self) -> None:
        retry = {"max_attempts": 3, "initial_s": 100, "factor": 1, "jitter": 0.2}
        first, second = (run_plan(line(call("send", retry)), {}, {"send": BUSY}) for _ in range(2))
        assert first.suspended == second.suspended
        assert 80 <= (first.suspended[0].until - START).total_seconds() <= 120

    def test_what_the_target_asks_for_is_honoured(self) -> None:
        busy = RetryableError("Busy.", retry_after=600)
        trace = run_plan(line(call("send")), {}, {"send": Script(busy, {"id": 1})})
        assert trace.suspended[0].until == START + timedelta(seconds=600)
        assert trace.status is Status.SUCCEEDED

    def test_a_lost_answer_is_tried_again_where_that_is_safe(self) -> None:
        trace = host(line(call("send")), {"send": Script(LOST, {"id": 1})}, "natural").run()
        assert trace.status is Status.SUCCEEDED
        assert [one.retried for one in trace.calls] == [False, True]

    def test_a_lost_answer_is_an_open_question_elsewhere(self) -> None:
        trace = host(line(call("send")), {"send": LOST}).run()
        assert (trace.status, len(trace.calls)) == (Status.INDETERMINATE, 1)
        assert trace.attempts("send")[-1].status is AttemptStatus.INDETERMINATE

    def test_an_open_question_is_not_for_the_error_edge(self) -> None:
        made = plan([call("send"), mapping("alert", "1")], [("trigger", "send"), ("send", "alert", "error")])
        assert host(made, {"send": LOST}).run().status is Status.INDETERMINATE

    def test_an_early_wake_up_suspends_again(self) -> None:
        run = Run(line(call("send")), execution())
        run.advance(START)
        run.reject(CallRef("send", -1, 1), BUSY, START)
        (first,) = run.advance(START)
        assert isinstance(first, Suspend)
        assert run.advance(START) == [first]


class TestRounds:
    def test_a_redrive_has_a_new_budget_and_runs_nothing_twice(self) -> None:
        retry = {"max_attempts": 2, "initial_s": 0}
        there = host(
            line(mapping("m", "1"), call("one"), call("two", retry)), {"two": Script(BUSY, BUSY, BUSY, {})}
        )
        assert there.run().status is Status.DEAD
        there.redrive()
        trace = there.run()
        assert trace.status is Status.SUCCEEDED
        assert [one.operation for one in trace.calls] == ["one", "two", "two", "two", "two"]
        assert [one.ref.attempt for one in trace.calls if one.operation == "two"] == [1, 2, 3, 4]
        assert len({one.key for one in trace.calls if one.operation == "two"}) == 1
        assert len(trace.attempts("m")) == 1

    def test_an_open_question_is_asked_again_only_by_a_person(self) -> None:
        there = host(line(call("send")), {"send": Script(LOST, {"id": 1})})
        there.run()
        assert there.open().advance(START) == [there.trace.finish]
        there.redrive()
        trace = there.run()
        assert trace.status is Status.SUCCEEDED
        assert [one.retried for one in trace.calls] == [False, True]

    def test_an_error_that_was_handled_stays_handled(self) -> None:
        made = plan(
            [call("send"), call("alert", {"max_attempts": 1})],
            [("trigger", "send"), ("send", "alert", "error")],
        )
        there = host(made, {"send": NO, "alert": Script(BUSY, {})})
        assert there.run().status is Status.DEAD
        there.redrive()
        assert there.run().status is Status.SUCCEEDED
        assert [one.operation for one in there.trace.calls] == ["send", "alert", "alert"]


class TestInterruptions:
    def interrupted(self, idempotency: Idempotency) -> MemoryHost:
        there = host(line(call("send")), {"send": {"id": 1}}, idempotency)
        there.turn(there.open())
        return there

    def test_a_lost_call_is_made_again_with_its_key(self) -> None:
        trace = self.interrupted("by_key").run()
        assert trace.status is Status.SUCCEEDED
        (again,) = trace.calls
        assert (again.retried, again.ref.attempt) == (True, 2)
        assert [one.status.value for one in trace.attempts("send")] == [
            "started",
            "failed",
            "started",
            "succeeded",
        ]
        assert {one.key for one in trace.attempts("send")} == {again.key}

    def test_interruptions_do_not_use_up_the_budget(self) -> None:
        there = host(line(call("send", {"max_attempts": 1})), {"send": {"id": 1}}, "natural")
        for _ in range(5):
            there.turn(there.open())
        assert there.run().status is Status.SUCCEEDED

    def test_a_lost_call_is_an_open_question_where_it_cannot_be_repeated(self) -> None:
        trace = self.interrupted("none").run()
        assert (trace.status, trace.calls) == (Status.INDETERMINATE, [])

    def test_a_retry_keeps_its_moment(self) -> None:
        there = host(line(call("send")), {"send": Script(BUSY, {})})
        run = there.open()
        there.carry_out(run, there.turn(run))
        (suspend,) = there.turn(run)
        assert there.open().advance(there.now) == [suspend]

    def test_a_wait_keeps_its_moment(self) -> None:
        there = host(line(step("pause", "wait", seconds=60), mapping("m", "$")), {}, document={"n": 1})
        (suspend,) = there.turn(there.open())
        assert suspend == Suspend(START + timedelta(seconds=60), Status.WAITING)
        trace = there.run()
        assert trace.output_of("m") == {"n": 1}
        assert [one.status.value for one in trace.attempts("pause")] == ["started", "succeeded"]


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
