"""One execution as the store and the workers see it, with everything they rely on asserted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from connectors.sdk.errors import AmbiguousError, FairleadError
from connectors.sdk.protocol import Idempotency
from connectors.sdk.types import JSON
from flows.engine.mapping.isolation import child
from flows.engine.mapping.isolation.evaluator import Outcome
from flows.engine.memory import START
from flows.engine.plan import Plan
from flows.engine.records import (
    AttemptStatus,
    Beside,
    Call,
    Decision,
    ExecutionInput,
    Finish,
    More,
    Publish,
    Status,
    StepRecord,
    Suspend,
)
from flows.engine.run import Run
from flows.engine.transitions import check_transition
from flows.engine.turns import Turn, Work


def idempotency_of(connection: str, operation: str, arguments: Mapping[str, JSON]) -> Idempotency:
    return "none" if operation == "once" else "natural"


def expected_steps(made: Plan, ports: dict[str, str]) -> set[str]:
    """Which steps run, from the document alone: those that a taken edge leads to."""
    ran: set[str] = set()
    for node in made.nodes:
        for one in made.spec.edges:
            comes = one.source == "trigger" or (one.source in ran and ports.get(one.source) == one.port)
            if one.target == node.id and comes and one.when != "false":
                ran.add(node.id)
    return ran


def done_elsewhere(work: Work) -> Outcome:
    """What the work comes to in another process."""
    try:
        return Outcome(work.read(child.answer({"limits": asdict(work.limits), **work.request()})))
    except FairleadError as error:
        return Outcome(error=error)


@dataclass
class World:
    """One execution as the store and the workers see it. ``turn``: its host has not all the time;
    ``at_once``: what is postponed is gone on with before anything else happens."""

    plan: Plan
    execution: ExecutionInput
    status: Status = Status.QUEUED
    history: list[StepRecord] = field(default_factory=list)
    published: list[Publish] = field(default_factory=list)
    now: datetime = START
    run: Run | None = None
    in_flight: list[Call] = field(default_factory=list)
    lost: set[tuple[str, int, int]] = field(default_factory=set)
    lost_once: set[tuple[str, int, int]] = field(default_factory=set)
    cancelled: bool = False
    turn: Turn | None = None
    at_once: bool = True
    beside: list[Work] = field(default_factory=list)

    def move(self, status: Status) -> None:
        if status is not self.status:
            check_transition(self.status, status)
            self.status = status

    def claim(self) -> None:
        """A worker takes the execution up."""
        self.move(Status.RUNNING)
        self.run = Run(
            self.plan,
            self.execution,
            tuple(self.history),
            idempotency_of=idempotency_of,
            timer=lambda: 0.0,
            turn=self.turn,
        )
        if self.cancelled:
            self.run.cancel()

    def go_on(self, crash_before_commit: bool) -> None:
        """Advance and commit; or lose all of it."""
        if self.run is None:
            self.claim()
        assert self.run is not None
        decisions = self.run.advance(self.now)
        while self.at_once and decisions and isinstance(decisions[-1], Beside | More):
            lack = decisions.pop()
            if isinstance(lack, Beside):
                self.run.answer(lack.work, done_elsewhere(lack.work))
            decisions += self.run.advance(self.now)
        records = self.run.take_records()
        if crash_before_commit:
            self.crash()
            return
        self.commit(records)
        for decision in decisions:
            self.take(decision)

    def commit(self, records: list[StepRecord]) -> None:
        """What the database accepts: each fact once, nothing after a success."""
        for record in records:
            facts = {(one.step, one.item, one.attempt, one.status) for one in self.history}
            assert (record.step, record.item, record.attempt, record.status) not in facts
            before = [one for one in self.history if (one.step, one.item) == (record.step, record.item)]
            assert not any(one.status is AttemptStatus.SUCCEEDED for one in before), "ran again"
            assert {one.key for one in before if one.key} <= {record.key}, "the key changed"
            assert record.round == self.execution.round
            self.history.append(record)

    def take(self, decision: Decision) -> None:
        match decision:
            case Call():
                self.check_call(decision)
                self.in_flight.append(decision)
            case Beside():
                assert self.run is not None and self.run.awaits(decision.work)
                self.beside.append(decision.work)
            case Publish():
                assert decision.key not in {one.key for one in self.published}, "published twice"
                self.published.append(decision)
            case Suspend():
                assert decision.until > self.now
                self.move(decision.status)
                self.run = None
                self.now = decision.until
            case Finish():
                assert not self.in_flight
                self.check_finish(decision)
                self.move(decision.status)
                self.run = None

    def check_finish(self, finish: Finish) -> None:
        """Open questions are seen; a success ran just the steps it had to."""
        asked = {(step, item) for step, item, round in self.lost_once if round == self.execution.round}
        assert not asked or finish.status is Status.INDETERMINATE
        if finish.status is Status.SUCCEEDED:
            ports = {
                one.step: one.port
                for one in self.history
                if one.item < 0 and (one.status is AttemptStatus.SUCCEEDED or one.port == "error")
            }
            assert set(ports) == expected_steps(self.plan, ports)

    def check_call(self, call: Call) -> None:
        """Its intent is committed; it is not repeated where that could do harm."""
        step, item, attempt = call.ref.step, call.ref.item, call.ref.attempt
        started = [one for one in self.history if (one.step, one.item, one.attempt) == (step, item, attempt)]
        assert [one.status for one in started] == [AttemptStatus.STARTED]
        doubtful = {(step_, item_) for step_, item_, _ in self.lost}
        assert call.retried or (step, item) not in doubtful
        assert (step, item, self.execution.round) not in self.lost_once, "repeated without a person"

    def answer(self, index: int, error: FairleadError | None) -> None:
        """An outcome arrives."""
        assert self.run is not None
        call = self.in_flight.pop(index)
        if isinstance(error, AmbiguousError):
            self.lose(call)
        if error is None:
            self.run.resolve(call.ref, {"ok": True}, self.now)
        else:
            self.run.reject(call.ref, error, self.now)

    def evaluate(self) -> None:
        """What was asked for first is evaluated, whether it is still awaited or not."""
        work = self.beside.pop(0)
        if self.run is not None:
            self.run.answer(work, done_elsewhere(work))

    def lose(self, call: Call) -> None:
        question = (call.ref.step, call.ref.item, self.execution.round)
        self.lost.add(question)
        if call.operation == "once":
            self.lost_once.add(question)

    def crash(self) -> None:
        """The worker is gone; calls under way may have been applied."""
        for call in self.in_flight:
            self.lose(call)
        self.in_flight.clear()
        self.run = None

    def redrive(self) -> None:
        self.move(Status.QUEUED)
        self.execution = self.execution._replace(round=self.execution.round + 1)
