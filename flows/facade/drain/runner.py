"""Carries executions on: from a claim, or from the answers to their calls, to the next commit."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from connectors.sdk.errors import FairleadError
from flows.engine.records import Call, Finish, StepRecord, Suspend
from flows.engine.turns import TURN_S, Answer, Turn, Work
from flows.facade import boundaries
from flows.facade.drain.active import Active, begin, stillborn
from flows.facade.drain.clock import Clock
from flows.facade.drain.errors import Unrunnable
from flows.facade.drain.jobs import Job, Owned
from flows.facade.drain.listeners import Listeners
from flows.facade.drain.tools import Answered
from flows.facade.drain.versions import Versions
from flows.facade.drain.waiting import Pending
from flows.facade.drain.writer import Writer
from flows.facade.rings import Due
from flows.store.claiming import SUSPECTS, Claimed

log = logging.getLogger("fairlead.drain")


class Runner:
    """``actives`` are the executions this worker holds, by id. ``submit`` queues calls at a target;
    ``put_aside`` takes executions that lack something before they can go on."""

    def __init__(
        self,
        clock: Clock,
        versions: Versions,
        listeners: Listeners,
        writer: Writer,
        submit: Callable[[str, Sequence[Pending]], None],
        put_aside: Callable[[Active], None],
    ) -> None:
        self.actives: dict[UUID, Active] = {}
        self._clock = clock
        self._versions = versions
        self._listeners = listeners
        self._writer = writer
        self._submit = submit
        self._put_aside = put_aside
        self._turn = Turn()
        self._answers: list[Answered] = []

    def begin(self, rows: Iterable[Claimed], histories: Mapping[UUID, list[StepRecord]]) -> None:
        """Takes up claimed executions."""
        begun, job = [], Job()
        for row in rows:
            boundaries.passed(boundaries.BEGINS, row.body or b"")
            self._forget(row.id)  # our own lease ended, and we are the ones who took it up again
            try:
                version = self._versions.get(row.version_id)
                past = histories.get(row.id, [])
                active = begin(row, version, past, self._versions.idempotency, self._turn)
            except Exception as error:
                self._bury(row, error, job)
                continue
            self.actives[row.id] = active
            begun.append(active)
        self._turn.start()
        self._advance(begun, job)

    def resolved(self, answers: Sequence[Answered]) -> None:
        """Goes on with the executions whose calls were answered. Answers that came in the same moment
        are dealt with together."""
        if not self._answers:
            asyncio.get_running_loop().call_soon(self._take_answers)
        self._answers.extend(answers)

    def _take_answers(self) -> None:
        answers, self._answers = self._answers, []
        touched: dict[UUID, Active] = {}
        job, now = Job(), self._clock.now()
        self._turn.start()
        for pending, outcome in answers:
            active = pending.active
            if active.gone:
                continue
            try:
                if outcome.error is not None:
                    active.run.reject(pending.call.ref, outcome.error, now)
                else:
                    active.run.resolve(pending.call.ref, outcome.output, now)
            except Exception as error:
                self._bury(active.claimed, error, job)
                continue
            touched[active.claimed.id] = active
        self._advance(list(touched.values()), job)

    def answered(self, active: Active, work: Work, answer: Answer) -> None:
        """Goes on with an execution whose work was done elsewhere."""
        active.run.answer(work, answer)
        self.go_on(active)

    def go_on(self, active: Active, seconds: float = TURN_S) -> None:
        """Lets an execution go on that had to wait."""
        self._turn.start(seconds)
        self._advance([active], Job())

    def stopped(self, active: Active) -> None:
        """Ends an execution that somebody cancelled while it waited."""
        active.run.cancel()
        self.go_on(active)

    def cancelled(self, answers: Sequence[Answered]) -> None:
        """Ends executions that somebody cancelled before their calls left."""
        for pending, _ in answers:
            if not pending.active.gone:
                pending.active.run.cancel()
        self.resolved(answers)

    def lost(self, actives: Iterable[Active]) -> None:
        """Forgets executions that another worker has taken over, or a person has ended."""
        for active in actives:
            active.gone = True
            if self.actives.get(active.claimed.id) is active:
                del self.actives[active.claimed.id]

    def release(self, actives: Iterable[Active]) -> None:
        """Gives executions back to the queue as they are."""
        job = Job()
        for active in actives:
            active.gone = True
            job.releases.append(active.release("queued", None))
            self._note(job, active)
        self._commit(job)

    def _advance(self, actives: Sequence[Active], job: Job) -> None:
        calls: dict[str, list[Pending]] = {}
        now = self._clock.now()
        for place, active in enumerate(actives):
            if self._turn.over:
                asyncio.get_running_loop().call_soon(self._go_on_with, actives[place:])
                break
            try:
                made, rest = active.advance(now)
            except Exception as error:
                self._bury(active.claimed, error, job)
                continue
            self._plan(active, made, rest, job)
            for call in made:
                calls.setdefault(call.connection, []).append(Pending(active, call))
            if active.lack is not None:
                self._put_aside(active)
        self._commit(job)
        for connection, pendings in calls.items():
            self._submit(connection, pendings)

    def _go_on_with(self, actives: Sequence[Active]) -> None:
        """With those for which there was no time, once the loop has dealt with everything else."""
        self._turn.start()
        self._advance([active for active in actives if not active.gone], Job())

    def _plan(self, active: Active, made: Sequence[Call], rest: Finish | Suspend | None, job: Job) -> None:
        """What is to be committed now; facts that a call follows go with the call's intent."""
        for published in active.events:
            job.events.extend(self._listeners.started_by(active, published))
        if isinstance(rest, Finish):
            job.endings.append(active.ending(rest))
            _free(active.claimed, job)
        elif isinstance(rest, Suspend):
            job.releases.append(active.release(rest.status.value, rest.until))
            job.wakes.append((_due(active.claimed), rest.until))
        elif active.events or (active.facts and not made):
            job.intents.append(active.intent([]))
        else:
            return
        active.events.clear()
        active.gone = rest is not None
        self._note(job, active)

    def _bury(self, claimed: Claimed, error: Exception, job: Job) -> None:
        """Ends an execution that cannot be carried on."""
        if not isinstance(error, FairleadError):
            log.error("Execution %s cannot be run: %s", claimed.id, type(error).__name__, exc_info=error)
            error = Unrunnable(f"The execution cannot be run ({type(error).__name__}).")
        job.endings.append(stillborn(claimed, error))
        job.rows.append((claimed.flow_id, claimed.id))
        _free(claimed, job)
        active = self.actives.get(claimed.id)
        if active is not None:
            active.gone = True

    @staticmethod
    def _note(job: Job, active: Active) -> None:
        job.rows.append((active.claimed.flow_id, active.claimed.id))

    def _commit(self, job: Job) -> None:
        if not job.rows:
            return
        held = {one: self.actives.get(one) for _, one in job.rows}
        going = {one.id for one in job.intents}

        def done(owned: Owned) -> None:
            """Leases are kept until what ends them is committed."""
            ended = [one for one in held if one not in going or one not in owned]
            self.lost([active for one in ended if (active := held[one]) is not None])

        job.done = done
        self._writer.submit(job)

    def _forget(self, execution_id: UUID) -> None:
        active = self.actives.get(execution_id)
        if active is not None:
            self.lost([active])


def _free(claimed: Claimed, job: Job) -> None:
    """Lets the next one of its ordering key go."""
    if claimed.ordering_key:
        job.freed.append((claimed.flow_id, claimed.ordering_key))
        job.wakes.append((_due(claimed), None))


def _due(claimed: Claimed) -> Due:
    return Due(claimed.lane % SUSPECTS, claimed.flow_id)
