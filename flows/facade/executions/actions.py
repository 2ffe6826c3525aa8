"""What people do with executions that run, wait or rest."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from flows.facade import hints, wakeups
from flows.facade.access import Actor
from flows.facade.errors import Conflict
from flows.facade.executions.finding import execution_for
from flows.facade.rings import Due
from flows.store import ending
from flows.store.cursors import fetch
from flows.store.models import Execution, Outcome

_SETTLE = """
INSERT INTO step_attempt (execution_id, step, item, attempt, round, status, started_at, finished_at,
    key, output)
SELECT execution_id, step, item, attempt, round, 'succeeded', started_at, clock_timestamp(),
    key, %(output)s
FROM step_attempt a
WHERE execution_id = %(id)s AND status = 'indeterminate' AND NOT EXISTS (
    SELECT 1 FROM step_attempt b WHERE b.execution_id = a.execution_id AND b.step = a.step
    AND b.item = a.item AND b.status = 'succeeded')"""


def cancel(actor: Actor, execution_id: str, reason: str = "") -> None:
    """Ends an open execution, or one that waits for a person. One that a worker holds ends after the
    step that is under way; a step's effect is never undone. Raises Conflict where it has ended."""
    found = execution_for(actor, execution_id, "operate")
    with transaction.atomic():
        _cancel(found, reason or "Cancelled by a person.")
        _announce(found)


def _cancel(found: Execution, reason: str) -> None:
    parameters = {"id": found.pk, "reason": reason}
    gone = fetch(ending.CANCEL_QUEUED, parameters)
    if gone:
        promote(gone)
        return
    if fetch(ending.REQUEST_CANCEL, parameters) or fetch(ending.CANCEL_RESTING, parameters):
        return
    # A row that a worker finished between the two looks is ended, like one that ended long ago.
    raise _ended(found, "cancelled")


def resolve(actor: Actor, execution_id: str, outcome: str, note: str = "") -> None:
    """Says what became of a call whose answer was lost: it was applied (``succeeded``: the steps
    behind it follow), it was not (``retry``: it is made again), or ``cancel``.

    Raises:
        Conflict: the execution is not INDETERMINATE.
    """
    found = execution_for(actor, execution_id, "operate")
    with transaction.atomic():
        if outcome == "cancel":
            done = fetch(ending.CANCEL_RESTING, {"id": found.pk, "reason": note or "Resolved: cancelled."})
        else:
            done = reopen([found.pk], "indeterminate", rounds=1)
            if done and outcome == "succeeded":
                fetch(_SETTLE, {"id": found.pk, "output": orjson.dumps({"resolved": note})})
        if not done:
            raise _ended(found, "resolved")
        _announce(found)


def reopen(ids: Sequence[UUID], status: str, rounds: int) -> list[Any]:
    """Puts executions that rest in ``status`` back into the queue; their (flow id, id, lane)."""
    back = fetch(ending.REOPEN, {"ids": list(ids), "status": status, "rounds": rounds})
    due = {Due(lane, flow_id) for flow_id, _, lane in back}
    transaction.on_commit(lambda: wakeups.wake(due))
    return back


def promote(gone: Sequence[tuple[int, str]]) -> None:
    """Lets the next of each freed ordering key go; ``gone`` holds pairs of flow id and key."""
    keyed = [(flow_id, key) for flow_id, key in gone if key]
    if keyed:
        fetch(ending.PROMOTE, {"flows": [one for one, _ in keyed], "keys": [key for _, key in keyed]})


def _announce(found: Execution) -> None:
    """Once the change is committed, which may be the caller's affair."""
    transaction.on_commit(lambda: hints.changed_now([(found.flow_id, found.pk)]))


def _ended(found: Execution, wanted: str) -> Conflict:
    status = Outcome.objects.filter(pk=found.pk).values_list("status", flat=True).first() or "open"
    return Conflict(
        f"The execution is {status} and cannot be {wanted}.",
        hint="An execution that has ended stays as it is; replay it as a new one.",
    )
