"""The life of a step within a Run: begun, carried out, completed or given up."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from connectors.sdk.errors import AmbiguousError, CircuitOpen, FairleadError, HeldBack
from connectors.sdk.protocol import Idempotency
from connectors.sdk.types import JSON
from flows.engine.applying import APPLY
from flows.engine.effects import Done, Effect, Invoke, Pause, Spread
from flows.engine.errors import StepCrashed
from flows.engine.journal import Journal
from flows.engine.keys import call_key
from flows.engine.nodes import Node
from flows.engine.past import UNCOUNTED, UNMADE, Past, error_json
from flows.engine.plan import Plan
from flows.engine.postponed import Place, Postponed
from flows.engine.records import CallRef, Decision, ExecutionInput
from flows.engine.resuming import resume
from flows.engine.retries import patience_s, wait_seconds
from flows.engine.scope import Scope
from flows.engine.specs import ERROR_PORT, OUT_PORT, TRIGGER_ID
from flows.engine.spreads import SpreadRun
from flows.engine.tasks import Task
from flows.engine.tokens import Tokens
from flows.engine.turns import OutOfTime, Turn
from flows.engine.verdicts import Verdict

IdempotencyOf = Callable[[str, str, Mapping[str, JSON]], Idempotency]
"""What a lost answer means for a connection's operation with these arguments."""
_LOG = logging.getLogger(__name__)


class Stepping:
    """The state of all steps of one Run. ``open`` are the calls whose outcome is awaited, ``timers``
    the steps that wait for a moment."""

    __slots__ = (
        "_outputs",
        "_past",
        "_plan",
        "decisions",
        "execution",
        "idempotency_of",
        "journal",
        "open",
        "postponed",
        "scope",
        "timers",
        "tokens",
        "verdict",
        "waiting",
    )

    def __init__(
        self,
        plan: Plan,
        execution: ExecutionInput,
        past: dict[tuple[str, int], Past],
        journal: Journal,
        idempotency_of: IdempotencyOf,
        turn: Turn | None = None,
    ) -> None:
        self._plan = plan
        self._past = past
        self._outputs: dict[str, JSON] = {}
        self.execution = execution
        self.journal = journal
        self.idempotency_of = idempotency_of
        self.tokens = Tokens(plan)
        self.verdict = Verdict()
        self.scope = Scope(execution, self._outputs, turn)
        self.postponed = Postponed(turn)
        self.waiting = self.postponed.places
        self.decisions: list[Decision] = []
        self.open: dict[CallRef, Task] = {}
        self.timers: list[Task] = []

    @property
    def halted(self) -> bool:
        """True once the end is decided: nothing new begins, what is open is awaited."""
        return self.verdict.finish is not None

    def enter(self) -> None:
        """Decide the edges of the trigger."""
        try:
            self.tokens.enter(self.execution.document, self.scope)
        except OutOfTime as reason:
            self.postponed.put(Place(self.enter), reason)
            return
        except FairleadError as error:
            self.verdict.dead(TRIGGER_ID, error_json(error, TRIGGER_ID))

    def run_ready(self) -> None:
        """Begin every step that can begin, until only calls, timers and what is postponed are left."""
        tokens, nodes, past = self.tokens, self._plan.nodes, self._past
        ready, waiting = tokens.ready, self.waiting
        while ready and not waiting:
            slot = ready.popleft()
            node = nodes[slot]
            self.begin(
                Task(node, tokens.input_of(slot), self.scope, past.get((node.id, -1)) if past else None)
            )

    def wake(self, now: datetime) -> None:
        """Go on with the steps whose moment has come."""
        if not self.timers or self.halted:
            return
        due = [task for task in self.timers if task.resume_at is not None and task.resume_at <= now]
        self.timers = [task for task in self.timers if task.resume_at is None or task.resume_at > now]
        for task in due:
            if type(task.effect) is Pause:
                self.finish_step(task, task.effect.output, OUT_PORT)
            else:
                self.launch(task)

    def past_of(self, node: Node, item: int) -> Past | None:
        """What the history says of a step."""
        return self._past.get((node.id, item)) if self._past else None

    def begin(self, task: Task) -> None:
        """Start a step, or take it up where its history ends."""
        if task.past is not None:
            resume(self, task)
        else:
            self.launch(task)

    def launch(self, task: Task) -> None:
        """A new attempt, unless nothing new may begin."""
        if self.held_back(task):
            return
        task.attempt += 1
        task.started_at = self.journal.now()
        effect = task.effect
        if effect is None or type(effect) is not Invoke:
            effect = self.effect_of(task)
        if type(effect) is Done:
            self.finish_step(task, effect.output, effect.port)
        elif effect is not None:
            APPLY[type(effect)](self, task, effect)

    def held_back(self, task: Task) -> bool:
        """True where the step may not begin; an item of a failed for-each gives up its place."""
        if self.verdict.finish is not None:
            return True
        if task.owner is not None and task.owner.spread.error is not None:
            self.postponed.passed()
            task.owner.spread.abandon()
            return True
        return False

    def effect_of(self, task: Task, again: Callable[[Task], None] | None = None) -> Effect | None:
        """What the step's program asks for; ``None`` where it failed, which is dealt with, or where it
        is postponed. Then ``again`` goes on with it; without one it is a step that begins."""
        if self.waiting and self.postponed.behind(self._place_of(task, again)):
            return None
        try:
            effect = task.node.program(task.value, task.scope)
        except OutOfTime as reason:
            self.postponed.put(self._place_of(task, again), reason)
            return None
        except Exception as error:
            self.postponed.passed()
            self._program_failed(task, error)
            return None
        task.effect = effect
        return effect

    def finish_step(self, task: Task, output: JSON, port: str, request: JSON = None) -> None:
        """Record a completed step and go on behind it."""
        self.journal.succeeded(task, output, port, request)
        self.complete(task, output, port)

    def complete(self, task: Task, output: JSON, port: str) -> None:
        """Go on behind a step that is complete."""
        owner = task.owner
        if owner is not None:
            owner.spread.output(owner, output)
            return
        self._outputs[task.node.id] = output
        self._leave(task.node, port, output)

    def fail(self, task: Task, error: FairleadError, retryable: bool) -> None:
        """An attempt failed, or was not made: try again later, or give up."""
        if isinstance(error, CircuitOpen) and self._gives_up_waiting(task):
            where = error_json(error, task.node.id)["where"]
            self.give_up(task, {**error.cause, "where": where, UNMADE: True})
            return
        described = error_json(error, task.node.id)
        counts = error.code not in UNCOUNTED
        task.failures += counts
        retry = task.node.retry
        if not retryable or (counts and task.failures >= retry.max_attempts):
            self.give_up(task, described)
            return
        now = self.journal.now()
        if self.halted or (task.owner is not None and task.owner.spread.error is not None):
            self.journal.failed(task, described, now)
            self.held_back(task)
            return
        task.resume_at = self._again_at(task, error, now)
        self.journal.failed(task, described, task.resume_at)
        self.timers.append(task)

    def _again_at(self, task: Task, error: FairleadError, now: datetime) -> datetime:
        """When the next try is due; for a target that rests, when the patience with it ends at the latest."""
        retry = task.node.retry
        if task.since is None and error.code != HeldBack.code:
            task.since = task.started_at or now
        key = task.key or call_key(self.execution.id, task.node.id, task.item)
        wait = wait_seconds(retry, max(1, task.failures), key, error.retry_after)
        due = now + timedelta(seconds=wait)
        if task.since is None or not isinstance(error, CircuitOpen):
            return due
        return min(due, task.since + timedelta(seconds=patience_s(retry)))

    def _gives_up_waiting(self, task: Task) -> bool:
        """Whether a target that rests was waited for as long as all attempts would have taken."""
        now = self.journal.now()
        since = task.since or task.started_at or now
        return now >= since + timedelta(seconds=patience_s(task.node.retry))

    def give_up(self, task: Task, error: dict[str, Any]) -> None:
        """A step failed for good: its error edge, its for-each, or the end."""
        owner = task.owner
        if owner is not None:
            (self.journal.handled if owner.spread.collects else self.journal.failed)(task, error)
            owner.spread.item_failed(owner, error)
            return
        try:
            handled = self._handles(task, error)
        except OutOfTime as reason:
            self.postponed.put(Place(partial(self.give_up, task, error)), reason)
            return
        if handled:
            self.journal.handled(task, error)
            self.leave_by_error(task, error)
        else:
            self.journal.failed(task, error)
            self.verdict.dead(task.node.id, error)

    def leave_by_error(self, task: Task, error: Mapping[str, JSON]) -> None:
        """Go on behind the error port."""
        again = partial(self.leave_by_error, task, error)
        if not self._leave(task.node, ERROR_PORT, {"error": error, "input": task.value}, again):
            self.verdict.dead(task.node.id, error)

    def ambiguous(self, task: Task, error: AmbiguousError) -> None:
        """The answer is lost and the target cannot be asked again: a person has to decide."""
        described = error_json(error, task.node.id)
        self.journal.indeterminate(task, described)
        self.verdict.indeterminate(task.node.id, described)

    def may_repeat(self, task: Task) -> bool:
        """True where a call whose answer is lost may be made again."""
        effect = task.effect
        if not isinstance(effect, Invoke):
            return False
        return self.idempotency_of(effect.connection, effect.operation, effect.arguments) != "none"

    def spread(self, task: Task, effect: Spread) -> None:
        """Send the items of a for-each through its chain."""
        SpreadRun(self, task, effect).pump()

    def spread_complete(self, task: Task, outputs: list[JSON]) -> None:
        """Every item is through."""
        self.finish_step(task, outputs, OUT_PORT)

    def spread_failed(self, task: Task, error: dict[str, JSON]) -> None:
        """An item failed, and the others have come to rest."""
        self.give_up(task, error)

    def drop_timers(self, spread: SpreadRun) -> int:
        """Forget the retries of a for-each that failed; how many there were."""
        kept = [task for task in self.timers if task.owner is None or task.owner.spread is not spread]
        dropped = len(self.timers) - len(kept)
        self.timers = kept
        return dropped

    def _handles(self, task: Task, error: Mapping[str, JSON]) -> bool:
        if ERROR_PORT not in task.node.arrows:
            return False
        value = {"error": error, "input": task.value}
        try:
            return self.tokens.takes(task.node, ERROR_PORT, value, self.scope)
        except FairleadError:
            return False

    def waits(self, again: Callable[[], None]) -> bool:
        """Whether something is postponed, so that this comes after it, or the turn is over."""
        return self.postponed.waits(Place(again, evaluates=False))

    def _place_of(self, task: Task, again: Callable[[Task], None] | None) -> Place:
        return Place(partial(again or self._launch_again, task), begins=again is None)

    def _launch_again(self, task: Task) -> None:
        """A step that was postponed before it had begun."""
        if self.held_back(task):
            return
        effect = self.effect_of(task)
        self.postponed.passed()
        if type(effect) is Done:
            self.finish_step(task, effect.output, effect.port)
        elif effect is not None:
            APPLY[type(effect)](self, task, effect)

    def _program_failed(self, task: Task, error: Exception) -> None:
        if isinstance(error, FairleadError):
            self.fail(task, error, error.retryable)
        else:
            _log_crash(task, error)
            self.fail(task, _crashed(error), False)

    def _leave(self, node: Node, port: str, output: JSON, again: Callable[[], None] | None = None) -> bool:
        """Whether an edge is taken, as far as that is known: what is postponed is gone on with by
        ``again``, and no failure."""
        if self.waiting and self.postponed.behind(self._place_behind(node, port, output, again)):
            return True
        try:
            return self.tokens.leave(node, port, output, self.scope)
        except OutOfTime as reason:
            self.postponed.put(self._place_behind(node, port, output, again), reason)
        except FairleadError as error:
            self.verdict.dead(node.id, error_json(error, node.id))
        return True

    def _place_behind(self, node: Node, port: str, output: JSON, again: Callable[[], None] | None) -> Place:
        return Place(again or partial(self._leave, node, port, output))


def _crashed(error: Exception) -> StepCrashed:
    return StepCrashed(
        f"The step ended with an internal fault ({type(error).__name__}).",
        hint="Tell the administrator; the log of the worker has the place.",
    )


def _log_crash(task: Task, error: Exception) -> None:
    """The place, not the message: that may hold values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _LOG.error("step %s (%s) crashed: %s at %s", task.node.id, task.node.kind, type(error).__name__, place)
