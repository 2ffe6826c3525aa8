"""An execution that this worker runs."""

from datetime import datetime

from connectors.sdk.errors import FairleadError
from flows.engine.records import (
    AttemptStatus,
    Beside,
    Call,
    CallRef,
    ExecutionInput,
    Finish,
    More,
    Publish,
    Status,
    StepRecord,
    Suspend,
    TriggerInfo,
)
from flows.engine.run import IdempotencyOf, Run
from flows.engine.turns import Turn
from flows.facade.drain.causes import fingerprint
from flows.facade.drain.errors import Unrunnable, unfit
from flows.facade.drain.versions import Version
from flows.facade.executions.payloads import document_of
from flows.facade.intake.rows import UNFIT
from flows.store.claiming import Claimed
from flows.store.results import DeadLetter, Ending, Intent, Release


class Active:
    """``facts`` are records not committed yet; ``started`` the intents of calls that did not leave;
    ``away`` counts the calls that did. ``lack``: what it cannot go on without. ``gone``: another worker
    has taken it over."""

    __slots__ = (
        "attempts",
        "away",
        "claimed",
        "events",
        "facts",
        "gone",
        "lack",
        "run",
        "started",
        "version",
    )

    def __init__(self, claimed: Claimed, version: Version, run: Run, attempts: int) -> None:
        self.claimed = claimed
        self.version = version
        self.run = run
        self.attempts = attempts
        self.facts: list[StepRecord] = []
        self.started: dict[CallRef, StepRecord] = {}
        self.events: list[Publish] = []
        self.away = 0
        self.lack: Beside | More | None = None
        self.gone = False

    def advance(self, now: datetime) -> tuple[list[Call], Finish | Suspend | None]:
        """Goes on as far as it can: the calls to make, and the end or the pause if it came to one."""
        calls: list[Call] = []
        rest: Finish | Suspend | None = None
        for decision in self.run.advance(now):
            if isinstance(decision, Call):
                calls.append(decision)
            elif isinstance(decision, Publish):
                self.events.append(decision)
            elif isinstance(decision, Finish | Suspend):
                rest = decision
            else:
                self.lack = decision
        leaving = {call.ref for call in calls}
        for record in self.run.take_records():
            if record.status is AttemptStatus.STARTED:
                ref = CallRef(record.step, record.item, record.attempt)
                if ref in leaving:
                    self.started[ref] = record
                    continue
            self.facts.append(record)
        return calls, rest

    def forget(self, ref: CallRef) -> None:
        """The call does not leave after all."""
        self.started.pop(ref, None)

    def intent(self, refs: list[CallRef]) -> Intent:
        """What is to be committed before these calls leave."""
        started = [self.started.pop(ref) for ref in refs if ref in self.started]
        return Intent(self.claimed.id, self.claimed.epoch, [*self._taken(), *started])

    def release(self, status: str, until: datetime | None) -> Release:
        """Gives the execution back, with what was done so far."""
        return Release(self.claimed.id, self.claimed.epoch, status, until, self._taken())

    def ending(self, finish: Finish) -> Ending:
        """How it ended, with the last records."""
        records = self._taken()
        return Ending(
            id=self.claimed.id,
            epoch=self.claimed.epoch,
            status=finish.status.value,
            attempts=self.attempts,
            step=finish.step or "",
            error=dict(finish.error) if finish.error else None,
            reason=finish.reason,
            dead=_dead_letter(self.claimed.flow_id, finish) if finish.status is Status.DEAD else None,
            records=records,
        )

    def _taken(self) -> list[StepRecord]:
        taken, self.facts = self.facts, []
        self.attempts += sum(1 for record in taken if record.status is not AttemptStatus.STARTED)
        return taken


def begin(
    claimed: Claimed,
    version: Version | None,
    history: list[StepRecord],
    idempotency_of: IdempotencyOf,
    turn: Turn | None = None,
) -> Active:
    """Builds the run of a claimed execution; raises FairleadError where that is not possible."""
    if version is None or version.plan is None:
        problem = version.problem if version else None
        raise problem or Unrunnable("The version of the flow that was to run is gone.")
    if claimed.body is None:
        raise Unrunnable("The payload is no longer kept.", hint="Its retention time is over.")
    if claimed.headers and UNFIT in claimed.headers:
        raise unfit(claimed.headers[UNFIT])
    execution = ExecutionInput(
        id=str(claimed.id),
        flow=version.flow,
        document=document_of(claimed.body, claimed.content_type),
        trigger=TriggerInfo(claimed.trigger_kind, claimed.received_at, claimed.content_type, claimed.headers),
        round=claimed.round,
        depth=claimed.depth,
    )
    run = Run(version.plan, execution, history, idempotency_of=idempotency_of, turn=turn)
    if claimed.cancel_requested:
        run.cancel()
    done = sum(1 for record in history if record.status is not AttemptStatus.STARTED)
    return Active(claimed, version, run, done)


def stillborn(claimed: Claimed, error: FairleadError) -> Ending:
    """The end of an execution that cannot be run at all."""
    finish = Finish(Status.DEAD, None, error.to_json())
    return Ending(
        id=claimed.id,
        epoch=claimed.epoch,
        status=Status.DEAD.value,
        attempts=0,
        error=finish.error,
        dead=_dead_letter(claimed.flow_id, finish),
    )


def _dead_letter(flow_id: int, finish: Finish) -> DeadLetter:
    error = finish.error or {}
    step, code, message = finish.step or "", str(error.get("code", "")), str(error.get("message", ""))
    return DeadLetter(step, code, message, fingerprint(flow_id, step, error))
