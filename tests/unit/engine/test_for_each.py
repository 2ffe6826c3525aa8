"""A for-each under every interruption."""

from typing import Any

from connectors.sdk.errors import AmbiguousError, PermanentError, RetryableError
from connectors.sdk.protocol import Idempotency
from flows.engine.memory import START, MemoryHost, Script, run_plan
from flows.engine.plan import Plan
from flows.engine.records import AttemptStatus, Call, CallRef, ExecutionInput, Status, StepRecord, TriggerInfo
from flows.engine.run import Run
from tests.unit.engine.building import line, mapping, plan, step

BUSY = RetryableError("The target is busy.")
NO = PermanentError("The target refuses.")
ITEMS = {"lines": [{"n": n} for n in range(5)]}


def each(on_error: str = "fail", concurrency: int = 2, retry: dict[str, Any] | None = None) -> dict[str, Any]:
    send = {
        "id": "send",
        "kind": "call",
        "config": {"connection": "odoo", "operation": "create", "arguments": {"n": {"$expr": "m"}}},
        "retry": retry or {"max_attempts": 2, "initial_s": 1, "jitter": 0},
    }
    first = mapping("first", "{'m': n, 'i': $index, 'same': $item.n = n}")
    last = mapping("last", "{'id': id, 'n': $item.n}")
    return step(
        "each", "for_each", items="lines", concurrency=concurrency, on_error=on_error, do=[first, send, last]
    )


def execution(round: int = 0, document: Any = None) -> ExecutionInput:
    return ExecutionInput("e1", "orders", document or ITEMS, TriggerInfo("manual", START), round)


def host(made: Plan, answer: Any, idempotency: Idempotency = "none") -> MemoryHost:
    return MemoryHost(made, execution(), answer, lambda *_: idempotency)


def by_item(answers: dict[int, Any]) -> Any:
    def answer(call: Call) -> Any:
        given = answers.get(call.ref.item, {"id": call.ref.item * 10})
        given = given.next() if isinstance(given, Script) else given
        if isinstance(given, Exception):
            raise given
        return given

    return answer


def test_the_output_is_the_list_of_the_last_outputs() -> None:
    trace = host(line(each()), by_item({})).run()
    assert trace.output_of("each") == [{"id": n * 10, "n": n} for n in range(5)]
    assert trace.output_of("each.first", 3) == {"m": 3, "i": 3, "same": True}
    assert len({one.key for one in trace.calls}) == 5


def test_not_more_than_so_many_at_a_time() -> None:
    run = Run(line(each(concurrency=2)), execution())
    assert [one.ref.item for one in run.advance(START) if isinstance(one, Call)] == [0, 1]
    run.resolve(CallRef("each.send", 1, 1), {}, START)
    assert [one.ref.item for one in run.advance(START) if isinstance(one, Call)] == [2]


def test_one_at_a_time_keeps_the_order_over_retries() -> None:
    trace = host(line(each(concurrency=1)), by_item({1: Script(BUSY, {"id": 1})})).run()
    assert [one.ref.item for one in trace.calls] == [0, 1, 1, 2, 3, 4]


def test_an_empty_list_and_a_single_value() -> None:
    made = line(each())
    assert run_plan(made, {"lines": []}).output_of("each") == []
    assert run_plan(made, {}).output_of("each") == []
    assert len(run_plan(made, {"lines": {"n": 1}}).output_of("each")) == 1


def test_a_failing_item_fails_the_step_and_a_redrive_makes_up_for_it() -> None:
    there = host(line(each()), by_item({1: Script(NO, {"id": 11})}))
    trace = there.run()
    assert trace.status is Status.DEAD
    assert trace.finish is not None and trace.finish.error is not None
    assert (trace.finish.step, trace.finish.error["where"]["step"]) == ("each", "each.send")
    there.redrive()
    trace = there.run()
    assert trace.status is Status.SUCCEEDED
    assert [out["id"] for out in trace.output_of("each")] == [0, 11, 20, 30, 40]
    assert sorted(one.ref.item for one in trace.calls) == [0, 1, 1, 2, 3, 4]


def test_retries_of_other_items_do_not_hold_up_a_failure() -> None:
    there = host(line(each()), by_item({0: Script(BUSY, {"id": 1}), 1: Script(NO, {"id": 2})}))
    assert there.run().status is Status.DEAD
    there.redrive()
    assert there.run().status is Status.SUCCEEDED


def test_an_error_edge_takes_up_a_failed_item() -> None:
    made = plan([each(), mapping("alert", "error.code")], [("trigger", "each"), ("each", "alert", "error")])
    assert host(made, by_item({3: NO})).run().output_of("alert") == "connector.permanent"


def test_collecting_leaves_errors_in_their_places() -> None:
    there = host(line(each("collect"), mapping("after", "$count($)")), by_item({1: NO, 2: BUSY}))
    trace = there.run()
    outputs = trace.output_of("each")
    assert trace.status is Status.SUCCEEDED
    assert [("error" in out) for out in outputs] == [False, True, True, False, False]
    assert outputs[1]["error"]["code"] == "connector.permanent"


def test_an_open_question_in_an_item_halts_even_when_collecting() -> None:
    trace = host(line(each("collect")), by_item({1: AmbiguousError("Lost.")})).run()
    assert trace.status is Status.INDETERMINATE


def test_a_crash_in_the_middle_runs_no_completed_inner_step_again() -> None:
    there = host(line(each()), by_item({}), "natural")
    run = there.open()
    there.carry_out(run, there.turn(run))
    there.turn(run)  # items 2 and 3 are under way when the process ends
    trace = there.run()
    assert trace.status is Status.SUCCEEDED
    done = [(one.step, one.item) for one in trace.records if one.status is AttemptStatus.SUCCEEDED]
    assert len(done) == len(set(done))
    assert [one.ref.item for one in trace.calls] == [0, 1, 2, 3, 4]
    assert [one.retried for one in trace.calls] == [False, False, True, True, False]


def test_a_list_that_changed_is_refused() -> None:
    there = host(line(each()), by_item({}))
    there.turn(there.open())
    there.execution = execution(document={"lines": [{"n": 9}]})
    trace = there.run()
    assert trace.finish is not None and trace.finish.error is not None
    assert trace.finish.error["code"] == "engine.history"


def test_too_many_items_are_refused() -> None:
    trace = run_plan(line(step("each", "for_each", items="[1..100001]", do=[mapping("m", "1")])), {})
    assert trace.status is Status.DEAD


def test_local_chains_of_thousands_do_not_recurse() -> None:
    trace = run_plan(line(step("each", "for_each", items="[1..3000]", do=[mapping("m", "$")])), {})
    assert trace.output_of("each") == list(range(1, 3001))


def test_events_in_a_chain_have_keys_of_their_own() -> None:
    tell = {"id": "tell", "kind": "publish", "config": {"event": "line.seen"}}
    trace = run_plan(line(step("each", "for_each", items="lines", do=[tell])), ITEMS)
    assert len({one.key for one in trace.published}) == 5


def test_records_name_the_inner_step_and_the_item() -> None:
    trace = host(line(each()), by_item({})).run()
    sent: list[StepRecord] = trace.attempts("each.send", 4)
    assert [one.status.value for one in sent] == ["started", "succeeded"]
