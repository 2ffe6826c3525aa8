"""One execution of a plan: the state machine between its history and its host.

The host calls ``advance``, commits the records of ``take_records``, makes the calls it was given,
feeds their outcomes back with ``resolve`` and ``reject``, and advances again, until it is told to
finish or to come back later. A Run that is built from history goes on where the history ends.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import perf_counter

from connectors.sdk.errors import AmbiguousError, FairleadError
from connectors.sdk.protocol import Idempotency
from connectors.sdk.types import JSON
from flows.engine.effects import Pause
from flows.engine.errors import RunFinished, UnknownCall
from flows.engine.journal import Journal
from flows.engine.past import fold
from flows.engine.plan import Plan
from flows.engine.records import (
    Beside,
    CallRef,
    Decision,
    ExecutionInput,
    Finish,
    More,
    Status,
    StepRecord,
    Suspend,
)
from flows.engine.resuming import seed_verdict
from flows.engine.specs import OUT_PORT
from flows.engine.stepping import IdempotencyOf, Stepping
from flows.engine.tasks import Task
from flows.engine.turns import Answer, Turn, Work

__all__ = ["IdempotencyOf", "Run"]


def _unknown(connection: str, operation: str, arguments: Mapping[str, JSON]) -> Idempotency:
    return "none"


class Run:
    """``history`` is what earlier processes recorded, in any order. ``idempotency_of`` says what a
    lost answer means for an operation; unknown is taken for the worst. ``timer`` measures the local
    steps, in seconds; the host's ``now`` is the only clock besides. With a ``turn`` the Run goes only
    as far as that reaches, and may ask for work to be done elsewhere."""

    __slots__ = ("_entered", "_finished", "_journal", "_steps")

    def __init__(
        self,
        plan: Plan,
        execution: ExecutionInput,
        history: Sequence[StepRecord] = (),
        *,
        idempotency_of: IdempotencyOf = _unknown,
        timer: Callable[[], float] = perf_counter,
        turn: Turn | None = None,
    ) -> None:
        past = fold(history, execution.round) if history else {}
        self._journal = Journal(execution.round, timer)
        self._steps = Stepping(plan, execution, past, self._journal, idempotency_of, turn)
        if past:
            seed_verdict(self._steps.verdict, past, execution.round)
        self._entered = False
        self._finished = False

    def advance(self, now: datetime) -> list[Decision]:
        """Go as far as possible without the outside. The decisions are new: each is given once. An
        empty list means that outcomes of open calls, or of work elsewhere, are awaited.

        Raises:
            RunFinished: a Finish was given before.
        """
        self._at(now)
        steps = self._steps
        if steps.waiting:
            steps.postponed.go_on(steps.halted)
        if not self._entered:
            self._entered = True
            steps.enter()
        steps.wake(now)
        steps.run_ready()
        if steps.waiting:
            self._tell_what_is_lacking()
        elif not steps.open:
            steps.decisions.append(self._rest())
        decisions = steps.decisions
        steps.decisions = []
        return decisions

    def resolve(self, ref: CallRef, output: JSON, now: datetime) -> None:
        """The call succeeded.

        Raises:
            UnknownCall: it is not open.
            RunFinished: the execution has ended.
        """
        self._at(now)
        self._steps.finish_step(self._close(ref), output, OUT_PORT)

    def reject(self, ref: CallRef, error: FairleadError, now: datetime) -> None:
        """The call failed; the error says whether it may be tried again, and whether the target
        may have applied it all the same.

        Raises:
            UnknownCall: it is not open.
            RunFinished: the execution has ended.
        """
        self._at(now)
        task = self._close(ref)
        steps = self._steps
        if not isinstance(error, AmbiguousError):
            steps.fail(task, error, error.retryable)
        elif steps.may_repeat(task):
            task.doubt = True
            steps.fail(task, error, True)
        else:
            steps.ambiguous(task, error)

    def answer(self, work: Work, answer: Answer) -> None:
        """What the work of a ``Beside`` came to. Without effect where the Run does not wait for it any
        more; the next ``advance`` goes on with it."""
        self._steps.postponed.answer(work, answer)

    def awaits(self, work: Work) -> bool:
        """Whether the Run still waits for this work."""
        return self._steps.postponed.awaits(work)

    def cancel(self) -> None:
        """Begin nothing more. The next ``advance`` without open calls finishes as CANCELLED, or as
        INDETERMINATE where it is unknown whether a call was applied."""
        if self._finished:
            raise _finished()
        self._steps.verdict.cancelled()

    def take_records(self) -> list[StepRecord]:
        """The records since the last take, in their order; to be committed before calls leave."""
        return self._journal.take()

    def _at(self, now: datetime) -> None:
        if self._finished:
            raise _finished()
        self._journal.set_time(now)
        self._steps.scope.now = now

    def _tell_what_is_lacking(self) -> None:
        lack = self._steps.postponed.news()
        if lack is not None:
            self._steps.decisions.append(Beside(lack.work) if lack.work is not None else More())

    def _rest(self) -> Finish | Suspend:
        """Nothing is open: the end, or a wait."""
        steps = self._steps
        finish = steps.verdict.finish
        if finish is None and steps.timers:
            until = min(task.resume_at for task in steps.timers if task.resume_at is not None)
            waits = all(type(task.effect) is Pause for task in steps.timers)
            return Suspend(until, Status.WAITING if waits else Status.RETRYING)
        self._finished = True
        return finish or Finish(Status.SUCCEEDED)

    def _close(self, ref: CallRef) -> Task:
        task = self._steps.open.pop(ref, None)
        if task is None:
            raise UnknownCall(f"There is no open call {ref.step} (item {ref.item}, attempt {ref.attempt}).")
        return task


def _finished() -> RunFinished:
    return RunFinished("The execution has ended.", hint="Build a new Run for the next round.")
