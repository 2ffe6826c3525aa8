"""Work that does not fit into a turn of the host: it is done elsewhere or later, and nothing else differs."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.sdk.types import JSON
from flows.engine.mapping import MappingError, MappingTimeout
from flows.engine.mapping.isolation.evaluator import Outcome
from flows.engine.memory import START, run_plan
from flows.engine.plan import Plan
from flows.engine.records import (
    AttemptStatus,
    Beside,
    Call,
    CallRef,
    ExecutionInput,
    Finish,
    More,
    Status,
    StepRecord,
    TriggerInfo,
)
from flows.engine.run import Run
from flows.engine.transitions import RESTING, TERMINAL
from flows.engine.turns import Evaluated, Evaluation, OutOfTime, Pace, Turn, Work
from tests.unit.engine.building import call, line, mapping, plan, step
from tests.unit.engine.hosting import execution
from tests.unit.engine.test_run_properties import EVENT, EVENTS, check_account, happen, plans, settle_down
from tests.unit.engine.world import World, done_elsewhere

HERE, LONG, LATER = "here", "long", "later"
PUT = call("put", arguments={"fixed": True})


class Reluctant(Turn):
    """Does with one expression after the other what it is told, and at last all ``here``."""

    def __init__(self, script: Sequence[str]) -> None:
        super().__init__()
        self.script = list(script)

    def evaluate(self, pace: Evaluated, data: JSON, bindings: Any) -> JSON:
        self.heed_the_script(pace, Evaluation(pace, data, bindings))
        return super().evaluate(pace, data, bindings)

    def carry_out(self, pace: Pace, here: Callable[[], Any], work: Callable[[], Work]) -> Any:
        self.heed_the_script(pace, work())
        return super().carry_out(pace, here, work)

    def spent(self) -> bool:
        self.start(60)
        return False

    def heed_the_script(self, pace: Pace, work: Work) -> None:
        known = self.answers is not None and pace in self.answers
        what = self.script.pop(0) if self.script and not known else HERE
        if what != HERE:
            raise OutOfTime(work if what == LONG else None)
        self.start(60)


class Impatient(Reluctant):
    """Is over now and then between the items of a list too."""

    def spent(self) -> bool:
        return bool(self.script) and self.script.pop(0) != HERE


def all_long() -> Reluctant:
    return Reluctant([LONG] * 1_000)


def run_to_rest(run: Run, decisions: list[Any]) -> list[Any]:
    """Goes on until only calls are awaited; the decisions of the Run besides."""
    while decisions and isinstance(decisions[-1], Beside | More):
        lack = decisions.pop()
        if isinstance(lack, Beside):
            run.answer(lack.work, done_elsewhere(lack.work))
        decisions += run.advance(START)
    return decisions


def asked(decision: Beside) -> tuple[str, JSON, Any]:
    """The expression that is to be evaluated elsewhere, its data and its variables."""
    work = decision.work
    assert isinstance(work, Evaluation)
    return work.pace.expression.source, work.data, work.bindings


def told(records: Sequence[StepRecord]) -> list[Any]:
    return [one._replace(started_at=START, finished_at=None) for one in records]


LIMITS = settings(
    max_examples=400,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SCRIPT = st.lists(st.sampled_from([HERE, LONG, LATER]), max_size=40)


@LIMITS
@given(made=plans(), events=st.lists(EVENT, min_size=10, max_size=40), script=SCRIPT)
def test_a_run_that_has_to_wait_comes_to_the_same(made: Plan, events: list[Any], script: list[str]) -> None:
    """The same records in the same order, the same calls and the same end, whatever is postponed."""
    trigger = TriggerInfo("manual", START)
    given_ = ExecutionInput("e0", "orders", {}, trigger)
    plain, patient = World(made, given_), World(made, given_, turn=Impatient(script))
    for event, pick, error in events:
        for world in (plain, patient):
            happen(world, event, pick, error)
            if event == "answer" and world.run is not None:
                world.go_on(False)  # before the next answer comes
        assert told(patient.history) == told(plain.history)
        assert (patient.status, patient.now) == (plain.status, plain.now)
        assert [one.key for one in patient.in_flight] == [one.key for one in plain.in_flight]
        assert patient.published == plain.published


MORE_EVENTS = st.tuples(st.sampled_from([*EVENTS, "evaluate", "evaluate"]), EVENT)


@LIMITS
@given(made=plans(), events=st.lists(MORE_EVENTS, min_size=15, max_size=50), script=SCRIPT)
def test_the_guarantees_hold_whatever_happens_meanwhile(
    made: Plan, events: list[Any], script: list[str]
) -> None:
    """Answers, crashes and cancellations come while an expression is evaluated elsewhere."""
    trigger = TriggerInfo("manual", START)
    world = World(made, ExecutionInput("e0", "orders", {}, trigger), turn=Impatient(script), at_once=False)
    for event, (_, pick, error) in events:
        before = world.status
        if event != "evaluate":
            happen(world, event, pick, error)
        elif world.beside:
            world.evaluate()
        assert before not in TERMINAL or world.status is before
        check_account([world])
    settle_down(world)
    for _ in range(4):
        if world.status in RESTING:
            world.redrive()
            settle_down(world)
    assert world.status in TERMINAL | {Status.DEAD}


class TestWhatIsAskedFor:
    def test_the_expression_with_its_input_and_variables(self) -> None:
        made = line(mapping("a", "{'n': n + 1}"), mapping("b", "{'m': n, 'was': $document.n}"))
        run = Run(made, execution({"n": 1}), turn=all_long())
        (first,) = run.advance(START)
        assert isinstance(first, Beside)
        assert asked(first) == ("{'n': n + 1}", {"n": 1}, None)
        assert run.take_records() == []
        assert run.advance(START) == []
        run.answer(first.work, Outcome({"n": 7}))
        (second,) = run.advance(START)
        assert isinstance(second, Beside)
        assert asked(second) == ("{'m': n, 'was': $document.n}", {"n": 7}, {"document": {"n": 1}})
        assert [one.step for one in run.take_records()] == ["a"]
        run.answer(second.work, Outcome({"m": 7}))
        assert [one.status for one in run.advance(START) if isinstance(one, Finish)] == [Status.SUCCEEDED]

    def test_an_error_elsewhere_is_the_error_of_the_step(self) -> None:
        run = Run(line(mapping("a", "n")), execution({"n": 1}), turn=all_long())
        (question,) = run.advance(START)
        assert isinstance(question, Beside)
        run.answer(question.work, Outcome(error=MappingTimeout("It did not end.")))
        (finish,) = run.advance(START)
        assert isinstance(finish, Finish) and finish.status is Status.DEAD
        assert (finish.error or {})["code"] == "mapping.timeout"
        assert [one.status for one in run.take_records()] == [AttemptStatus.FAILED]

    def test_a_step_with_several_expressions_keeps_the_answers_it_has(self) -> None:
        arguments = {name: {"$expr": f"{name} + 1"} for name in "abcd"}
        run = Run(
            line(call("send", arguments=arguments)), execution(dict.fromkeys("abcd", 1)), turn=all_long()
        )
        sources: list[str] = []
        decisions = run.advance(START)
        while isinstance(decisions[-1], Beside):
            sources.append(asked(decisions[-1])[0])
            run.answer(decisions[-1].work, done_elsewhere(decisions[-1].work))
            decisions = run.advance(START)
        assert sources == ["a + 1", "b + 1", "c + 1", "d + 1"]
        (made,) = decisions
        assert isinstance(made, Call) and made.arguments == dict.fromkeys("abcd", 2)

    def test_turns_that_are_too_short_for_a_step_lead_to_its_end(self) -> None:
        """What was evaluated in an earlier turn is not evaluated again."""

        class Short(Turn):
            left, count = 2, 0

            def evaluate(self, pace: Evaluated, data: JSON, bindings: Any) -> JSON:
                if self.answers is None or pace not in self.answers:
                    self.left -= 1
                    if self.left < 0:
                        raise OutOfTime
                    self.count += 1
                self.start(60)
                return super().evaluate(pace, data, bindings)

        turn = Short()
        cases = [{"name": f"c{n}", "when": f"n = {n}"} for n in range(9)]
        run = Run(line(step("which", "branch", cases=cases)), execution({"n": 8}), turn=turn)
        decisions = run.advance(START)
        while isinstance(decisions[-1], More):
            turn.left = 2
            decisions = run.advance(START)
        assert run.take_records()[0].port == "c8"
        assert turn.count <= 9 + 2


class TestWhatIsNotAwaited:
    def test_an_execution_that_is_cancelled_does_not_wait(self) -> None:
        run = Run(line(mapping("a", "n"), call("send")), execution({"n": 1}), turn=all_long())
        (question,) = run.advance(START)
        assert isinstance(question, Beside)
        run.cancel()
        (finish,) = run.advance(START)
        assert isinstance(finish, Finish) and finish.status is Status.CANCELLED
        assert run.take_records() == []
        assert not run.awaits(question.work)
        run.answer(question.work, Outcome(1))

    def test_a_late_answer_is_not_taken_for_another_one(self) -> None:
        """The same expression of the next item: each item gets the answer to its own question."""
        each = step("each", "for_each", items="n", concurrency=2, do=[mapping("m", "$ * 10"), PUT])
        turn = Reluctant([HERE, LONG, LONG])
        run = Run(line(each), execution({"n": [1, 2]}), turn=turn)
        (first,) = run.advance(START)
        assert isinstance(first, Beside) and asked(first)[1] == 1
        run.answer(first.work, Outcome(10))
        decisions = run.advance(START)
        assert isinstance(decisions[-1], Beside) and asked(decisions[-1])[1] == 2
        run.answer(first.work, Outcome("late"))
        assert run.awaits(decisions[-1].work)
        run.answer(decisions[-1].work, Outcome(20))
        run.advance(START)
        maps = [one for one in run.take_records() if one.step == "each.m"]
        assert [(one.item, one.output) for one in maps] == [(0, 10), (1, 20)]

    def test_an_item_of_a_failed_list_leaves_no_answer_behind(self) -> None:
        """The second item fails while the first is evaluated elsewhere."""
        each = step("each", "for_each", items="n", concurrency=2, do=[PUT, mapping("m", "$")])
        run = Run(line(each), execution({"n": [1, 2]}), turn=Reluctant([HERE, LONG]))
        run.advance(START)
        run.resolve(CallRef("each.put", 0, 1), "one", START)
        (question,) = run.advance(START)
        assert isinstance(question, Beside)
        run.reject(CallRef("each.put", 1, 1), MappingError("No."), START)
        assert run.advance(START) == []
        run.answer(question.work, Outcome("one"))
        (finish,) = run.advance(START)
        assert isinstance(finish, Finish) and finish.status is Status.DEAD
        assert [one.step for one in run.take_records() if one.status is AttemptStatus.SUCCEEDED] == [
            "each.put"
        ]


class TestConditions:
    def test_of_the_trigger_of_an_edge_and_behind_an_error(self) -> None:
        steps = [mapping("bad", "1 + 'x'"), mapping("told", "error.code"), mapping("not", "1")]
        edges: Any = [
            ("trigger", "bad", "out", "n = 1"),
            ("bad", "told", "error", "error.code = 'mapping.failed'"),
            ("told", "not", "out", "false"),
        ]
        made = plan(steps, edges)
        expected = run_plan(made, {"n": 1})
        run = Run(made, execution({"n": 1}), turn=all_long())
        (finish,) = run_to_rest(run, run.advance(START))
        assert isinstance(finish, Finish) and finish.status is expected.status is Status.SUCCEEDED
        kept = [(one.step, one.status, one.port, one.output) for one in run.take_records()]
        assert kept == [(one.step, one.status, one.port, one.output) for one in expected.records]

    def test_an_error_behind_which_no_edge_is_taken_is_the_end(self) -> None:
        made = plan(
            [mapping("bad", "1 + 'x'"), mapping("told", "1")],
            [("trigger", "bad"), ("bad", "told", "error", "false")],
        )
        run = Run(made, execution({}), turn=all_long())
        (finish,) = run_to_rest(run, run.advance(START))
        assert isinstance(finish, Finish) and finish.status is Status.DEAD

    def test_an_answer_of_a_target_is_kept_while_a_condition_behind_it_waits(self) -> None:
        made = plan([PUT, mapping("m", "1")], [("trigger", "put"), ("put", "m", "out", "ok")])
        run = Run(made, execution({}), turn=Reluctant([LONG]))
        run.advance(START)
        run.take_records()
        run.resolve(CallRef("put", -1, 1), {"ok": True}, START)
        (question,) = run.advance(START)
        assert isinstance(question, Beside)
        assert [one.status for one in run.take_records()] == [AttemptStatus.SUCCEEDED]
