"""Taking up a step where the history of earlier processes and rounds ends."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from connectors.sdk.errors import AmbiguousError
from flows.engine.applying import STOP_PORT
from flows.engine.effects import Bulk, End, Invoke, Pause, Spread
from flows.engine.errors import CallInterrupted, HistoryMismatch
from flows.engine.past import Past, error_json
from flows.engine.records import AttemptStatus, Status
from flows.engine.specs import ERROR_PORT, OUT_PORT
from flows.engine.spreads import fingerprint
from flows.engine.tasks import Task
from flows.engine.verdicts import Verdict

if TYPE_CHECKING:
    from flows.engine.stepping import Stepping

_LOST = "The process ended while the call was under way, so its answer is lost."
_LEFT = "The worker ended, or was stopped, while the batch was under way."


def resume(run: "Stepping", task: Task) -> None:
    """Go on with a step that has a past. What is complete stays so; what failed in an earlier round
    begins anew; an interrupted call is made again where that is safe."""
    past = task.past
    assert past is not None
    task.started_at = past.last.started_at
    _BY_STATUS[past.last.status](run, task, past)


def seed_verdict(verdict: Verdict, past: Mapping[tuple[str, int], Past], round: int) -> None:
    """What had ended the execution ends it from the start, so that nothing new begins before the
    step that says so is come to."""
    for (step, item), one in past.items():
        last = one.last
        if last.status is AttemptStatus.SUCCEEDED:
            if last.port == STOP_PORT:
                verdict.stopped(step, _end_of(one))
        elif last.round == round:
            if last.status is AttemptStatus.INDETERMINATE:
                verdict.indeterminate(step, last.error or {})
            elif last.status is AttemptStatus.FAILED and item < 0 and _is_fatal(one):
                verdict.dead(step, last.error or {})


def _is_fatal(past: Past) -> bool:
    return past.last.resume_at is None and past.last.port != ERROR_PORT


def _end_of(past: Past) -> End:
    output = past.last.output
    return End(Status(output["outcome"]), output["reason"])


def _completed(run: "Stepping", task: Task, past: Past) -> None:
    last = past.last
    if last.port == STOP_PORT:
        run.verdict.stopped(task.node.id, _end_of(past))
    else:
        run.complete(task, last.output, last.port)


def _failed(run: "Stepping", task: Task, past: Past) -> None:
    last = past.last
    error = dict(last.error or {})
    this_round = last.round == run.execution.round
    if last.port == ERROR_PORT:
        if task.owner is not None:
            task.owner.spread.item_failed(task.owner, error)
        else:
            run.leave_by_error(task, error)
    elif this_round and _is_fatal(past):
        if task.owner is not None:
            task.owner.spread.item_failed(task.owner, error)
        else:
            run.verdict.dead(task.node.id, error)
    elif this_round and last.resume_at is not None and last.resume_at > run.scope.now:
        _wait(run, task)
    else:
        run.launch(task)


def _wait(run: "Stepping", task: Task) -> None:
    assert task.past is not None
    if not run.held_back(task):
        task.resume_at = task.past.last.resume_at
        run.timers.append(task)


def _open_question(run: "Stepping", task: Task, past: Past) -> None:
    if past.last.round == run.execution.round:
        run.verdict.indeterminate(task.node.id, past.last.error or {})
    else:
        run.launch(task)


def _interrupted(run: "Stepping", task: Task, past: Past) -> None:
    """Only the intent is known: of a wait, of a for-each, or of a call."""
    until = past.last.resume_at
    if until is not None:
        task.effect = Pause(until, task.value)
        if until > run.scope.now:
            _wait(run, task)
        elif not run.held_back(task):
            run.finish_step(task, task.value, OUT_PORT)
        return
    _begun(run, task)


def _begun(run: "Stepping", task: Task) -> None:
    effect = run.effect_of(task, partial(_begun, run))
    run.postponed.passed()
    if isinstance(effect, Spread):
        _continue_spread(run, task, effect)
    elif isinstance(effect, Invoke):
        _lost_call(run, task)
    elif isinstance(effect, Bulk):
        _left_behind(run, task)
    elif effect is not None:
        run.launch(task)


def _continue_spread(run: "Stepping", task: Task, effect: Spread) -> None:
    request = task.past.request if task.past is not None else None
    if request and dict(request) != fingerprint(effect.items):
        error = HistoryMismatch(
            "The list of the for-each is another one than when it began.",
            hint="Its items must follow from the document alone; replay the execution.",
        )
        run.give_up(task, error_json(error, task.node.id))
    else:
        run.spread(task, effect)


def _lost_call(run: "Stepping", task: Task) -> None:
    if not run.may_repeat(task):
        hint = "Look at the target: then say whether the call was applied, or let it be made again."
        run.ambiguous(task, AmbiguousError(_LOST, hint=hint))
    elif not run.halted:
        error = CallInterrupted(_LOST, hint="It is made again with the same key.")
        run.journal.failed(task, error_json(error, task.node.id), run.scope.now)
        task.doubt = True
        run.launch(task)


def _left_behind(run: "Stepping", task: Task) -> None:
    """A batch keeps its own checkpoint, so it is taken up whatever its calls do."""
    if not run.halted:
        error = CallInterrupted(_LEFT, hint="It goes on behind the last chunk that was completed.")
        run.journal.failed(task, error_json(error, task.node.id), run.scope.now)
        run.launch(task)


_BY_STATUS: Mapping[AttemptStatus, Callable[["Stepping", Task, Past], None]] = {
    AttemptStatus.SUCCEEDED: _completed,
    AttemptStatus.FAILED: _failed,
    AttemptStatus.INDETERMINATE: _open_question,
    AttemptStatus.STARTED: _interrupted,
}
