"""Carrying out what a step's program asked for."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flows.engine.chains import chain_of, require_end
from flows.engine.effects import Bulk, Emit, End, Invoke, Pause, Spread
from flows.engine.errors import EventCircle
from flows.engine.keys import call_key
from flows.engine.records import BatchCall, Call, CallRef, Publish
from flows.engine.specs import OUT_PORT
from flows.engine.spreads import fingerprint
from flows.engine.tasks import Task

if TYPE_CHECKING:
    from flows.engine.stepping import Stepping

STOP_PORT = "stop"
"""The port in the record of a stop step; no edge can leave by it."""


def _invoke(run: "Stepping", task: Task, effect: Invoke) -> None:
    if not task.key:
        task.key = call_key(run.execution.id, task.node.id, task.item)
    ref = CallRef(task.node.id, task.item, task.attempt)
    run.journal.started(task, effect.arguments)
    run.open[ref] = task
    run.decisions.append(
        Call(ref, effect.connection, effect.operation, effect.arguments, task.key, task.doubt)
    )


def _emit(run: "Stepping", task: Task, effect: Emit) -> None:
    task.key = call_key(run.execution.id, task.node.id, task.item)
    try:
        require_end(run.execution, effect.event, task.node.id)
    except EventCircle as error:
        run.fail(task, error, retryable=False)
        return
    run.decisions.append(Publish(effect.event, effect.payload, task.key, chain_of(run.execution)))
    run.finish_step(task, effect.output, OUT_PORT, effect.payload)


def _pause(run: "Stepping", task: Task, effect: Pause) -> None:
    if effect.until <= run.scope.now:
        run.finish_step(task, effect.output, OUT_PORT)
        return
    task.resume_at = effect.until
    run.journal.started(task, None, effect.until)
    run.timers.append(task)


def _end(run: "Stepping", task: Task, effect: End) -> None:
    run.journal.succeeded(task, {"outcome": effect.status.value, "reason": effect.reason}, STOP_PORT)
    run.verdict.stopped(task.node.id, effect)


def _spread(run: "Stepping", task: Task, effect: Spread) -> None:
    run.journal.started(task, fingerprint(effect.items))
    run.spread(task, effect)


def _bulk(run: "Stepping", task: Task, effect: Bulk) -> None:
    task.key = call_key(run.execution.id, task.node.id, task.item)
    run.journal.started(task, effect.job.described())
    run.open[task.ref] = task
    run.decisions.append(
        BatchCall(task.ref, "", "batch", {}, task.key, task.doubt, effect.job, task.node.retry)
    )


APPLY: Mapping[type, Callable[["Stepping", Task, Any], None]] = {
    Invoke: _invoke,
    Emit: _emit,
    Pause: _pause,
    End: _end,
    Spread: _spread,
    Bulk: _bulk,
}
"""The type of an effect → what is done."""
