"""A host without a database: runs an execution to its end with scripted answers and a clock of its
own. For tests, and for trying a draft in the designer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.errors import EngineError
from flows.engine.plan import Plan
from flows.engine.records import (
    AttemptStatus,
    Call,
    Decision,
    ExecutionInput,
    Finish,
    Publish,
    Status,
    StepRecord,
    Suspend,
    TriggerInfo,
)
from flows.engine.run import IdempotencyOf, Run

Answer = Callable[[Call], JSON]
"""Makes the outcome of a call: returns its output, or raises a FairleadError."""

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_MOST_TURNS = 100_000


@dataclass(slots=True)
class Trace:
    """All that happened: ``records`` in the order they were committed, every call that was made,
    what was published, and the moments the execution was suspended until."""

    records: list[StepRecord] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    published: list[Publish] = field(default_factory=list)
    suspended: list[Suspend] = field(default_factory=list)
    finish: Finish | None = None
    round: int = 0

    @property
    def status(self) -> Status | None:
        """How the execution ended; ``None`` while it has not."""
        return self.finish.status if self.finish else None

    def output_of(self, step: str, item: int = -1) -> JSON:
        """The output of a completed step.

        Raises:
            KeyError: it is not complete.
        """
        for record in self.records:
            if (record.step, record.item, record.status) == (step, item, AttemptStatus.SUCCEEDED):
                return record.output
        raise KeyError(step)

    def attempts(self, step: str, item: int = -1) -> list[StepRecord]:
        """The records of a step in their order."""
        return [record for record in self.records if (record.step, record.item) == (step, item)]


class MemoryHost:
    """One execution with its history. ``answer`` is asked for the outcome of each call; waits pass
    at once, by setting the clock forward."""

    def __init__(
        self,
        plan: Plan,
        execution: ExecutionInput,
        answer: Answer,
        idempotency_of: IdempotencyOf = lambda connection, operation, arguments: "none",
        now: datetime = START,
    ) -> None:
        self.plan = plan
        self.execution = execution
        self.answer = answer
        self.idempotency_of = idempotency_of
        self.now = now
        self.trace = Trace(round=execution.round)

    def open(self) -> Run:
        """A Run over the history so far, as a worker builds it after a claim."""
        return Run(
            self.plan,
            self.execution,
            tuple(self.trace.records),
            idempotency_of=self.idempotency_of,
            timer=lambda: 0.0,
        )

    def run(self) -> Trace:
        """Run to the end of this round."""
        run = self.open()
        for _ in range(_MOST_TURNS):
            decisions = self.turn(run)
            if self.trace.finish is not None:
                return self.trace
            self.carry_out(run, decisions)
        raise EngineError("The execution does not come to an end.")

    def turn(self, run: Run) -> list[Decision]:
        """Advance and commit."""
        decisions = run.advance(self.now)
        self.trace.records += run.take_records()
        for decision in decisions:
            if isinstance(decision, Publish):
                self.trace.published.append(decision)
            elif isinstance(decision, Finish):
                self.trace.finish = decision
        return decisions

    def carry_out(self, run: Run, decisions: Sequence[Decision]) -> None:
        """Make the calls and feed their outcomes back; let the time of a suspension pass."""
        for decision in decisions:
            if isinstance(decision, Call):
                self.make(run, decision)
            elif isinstance(decision, Suspend):
                self.trace.suspended.append(decision)
                self.now = max(self.now, decision.until)

    def make(self, run: Run, call: Call) -> None:
        """One call."""
        self.trace.calls.append(call)
        try:
            output = self.answer(call)
        except FairleadError as error:
            run.reject(call.ref, error, self.now)
        else:
            run.resolve(call.ref, output, self.now)

    def redrive(self) -> None:
        """Begin the next round of an execution that is dead or indeterminate."""
        execution = self.execution
        self.execution = ExecutionInput(
            execution.id, execution.flow, execution.document, execution.trigger, execution.round + 1
        )
        self.trace.round = self.execution.round
        self.trace.finish = None


def run_plan(
    plan: Plan,
    document: JSON,
    answer: Answer | Mapping[str, JSON] | None = None,
    *,
    trigger: TriggerInfo | None = None,
    idempotency_of: IdempotencyOf = lambda connection, operation, arguments: "none",
    now: datetime = START,
) -> Trace:
    """Run a plan over a document to its end. ``answer`` may also map the ids of call steps to their
    outputs (or errors to raise); a step that is not named answers with an empty object."""
    trigger = trigger or TriggerInfo(plan.spec.trigger.kind, now)
    execution = ExecutionInput("trial", plan.spec.slug, document, trigger)
    asked = answer if callable(answer) else scripted(answer or {})
    return MemoryHost(plan, execution, asked, idempotency_of, now).run()


def scripted(outputs: Mapping[str, Any]) -> Answer:
    """Answers by the id of the step (``each.inner`` inside a for-each): an output, an error that
    is raised, or a Script of them."""

    def answer(call: Call) -> JSON:
        given = outputs.get(call.ref.step, {})
        if isinstance(given, Script):
            given = given.next()
        if isinstance(given, FairleadError):
            raise given
        return given

    return answer


class Script:
    """Answers to be given one after the other; the last one for ever after."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def next(self) -> Any:
        """The next answer."""
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
