"""Executions that a restore holds, and their release by those who operate the flow."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from flows.facade import access, hints, wakeups
from flows.facade.access import Actor
from flows.facade.errors import NotFound
from flows.facade.executions.finding import execution_for
from flows.facade.rings import Due
from flows.store import holding
from flows.store.holding import Held


def held(actor: Actor) -> list[Held]:
    """The flows that the actor sees and that have held executions."""
    seen = access.visible_flow_ids(actor)
    return [one for one in holding.held() if one.flow_id in seen]


def release(actor: Actor, flow: str | None = None, ids: Sequence[UUID] | None = None) -> int:
    """Lets executions go on: calls of which the backup knows no answer are made again where their
    operation allows it, with the same keys, and are INDETERMINATE elsewhere.

    Raises:
        NotFound, Forbidden: the actor does not operate the flow; or no execution is held.
    """
    flows = [access.flow_for(actor, flow, "operate").pk] if flow else [
        *access.visible_flow_ids(actor, "operate")
    ]  # fmt: skip
    with transaction.atomic():
        gone = holding.release(flows, ids)
        due = {Due(lane, flow_id) for flow_id, _, lane in gone}
        transaction.on_commit(lambda: wakeups.wake(due))
    if not gone:
        raise NotFound("No execution is held.", hint="Only a restore holds executions.")
    hints.changed_now([(flow_id, one) for flow_id, one, _ in gone])
    return len(gone)


def release_one(actor: Actor, execution_id: str) -> None:
    """Lets one held execution go on; raises as ``release``."""
    found = execution_for(actor, execution_id, "operate")
    release(actor, found.flow.slug, [found.pk])
