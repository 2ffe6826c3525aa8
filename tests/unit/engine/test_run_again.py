"""What happens again and what does not: retries, rounds, interrupted processes."""

from datetime import timedelta
from itertools import pairwise

from connectors.sdk.errors import CircuitOpen, HeldBack, RetryableError
from connectors.sdk.protocol import Idempotency
from flows.engine.keys import call_key
from flows.engine.memory import START, MemoryHost, Script, run_plan
from flows.engine.records import AttemptStatus, CallRef, Status, Suspend
from flows.engine.run import Run
from tests.unit.engine.building import call, line, mapping, plan, step
from tests.unit.engine.hosting import BUSY, LOST, NO, execution, host


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

    def test_what_was_held_back_uses_up_no_attempt(self) -> None:
        held = HeldBack("Not its turn.", retry_after=20)
        made = line(call("send", {"max_attempts": 2, "initial_s": 1, "jitter": 0}))
        trace = run_plan(made, {}, {"send": Script(*[held] * 5, BUSY, *[held] * 5, {"id": 1})})
        assert trace.status is Status.SUCCEEDED
        waits = [(one.until - START).total_seconds() for one in trace.suspended]
        assert waits[:5] == [20, 40, 60, 80, 100]
        assert run_plan(made, {}, {"send": Script(held, BUSY, held, BUSY)}).status is Status.DEAD

    def test_a_target_that_rests_uses_up_time_and_no_attempt(self) -> None:
        rests = CircuitOpen("Down.", retry_after=10, cause=BUSY.to_json())
        made = line(call("send", {"max_attempts": 4, "initial_s": 10, "factor": 1, "jitter": 0}))
        trace = run_plan(made, {}, {"send": Script(rests, rests, BUSY, {"id": 1})})
        assert trace.status is Status.SUCCEEDED
        waits = [(one.until - START).total_seconds() for one in trace.suspended]
        assert waits == [10, 20, 30]

    def test_what_waits_for_it_in_vain_ends_by_the_real_cause_in_the_time_of_all_attempts(self) -> None:
        rests = CircuitOpen("Down.", retry_after=9, cause={**BUSY.to_json(), "hint": "Since noon."})
        made = line(call("send", {"max_attempts": 3, "initial_s": 10, "factor": 1, "jitter": 0}))
        trace = run_plan(made, {}, {"send": Script(BUSY, *[rests] * 9)})
        assert trace.status is Status.DEAD
        assert (trace.suspended[-1].until - START).total_seconds() == 20
        last = trace.attempts("send")[-1]
        assert last.error is not None
        assert (last.error["code"], last.error["hint"]) == (BUSY.code, "Since noon.")
        assert (last.error["where"], last.error["unmade"]) == ({"step": "send"}, True)

    def test_what_rests_without_end_is_given_up_in_a_later_process_too(self) -> None:
        rests = CircuitOpen("Down.", retry_after=4)
        there = host(line(call("send", {"max_attempts": 2, "initial_s": 6, "jitter": 0})), {"send": rests})
        assert there.run().status is Status.DEAD
        there.redrive()
        assert there.run().status is Status.DEAD

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

    def test_what_a_person_settles_is_complete(self) -> None:
        there = host(line(call("send"), mapping("after", "$")), {"send": LOST})
        there.run()
        (question,) = [one for one in there.trace.records if one.status is AttemptStatus.INDETERMINATE]
        there.redrive()
        settled = question._replace(status=AttemptStatus.SUCCEEDED, error=None, output={"resolved": "seen"})
        there.trace.records.append(settled)
        trace = there.run()
        assert trace.status is Status.SUCCEEDED
        assert len(trace.calls) == 1
        assert trace.output_of("after") == {"resolved": "seen"}


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
