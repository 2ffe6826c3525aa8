"""Starts of executions from ordinary code: by a person, a schedule, a command, or as a replay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth.models import AbstractUser
from django.db import transaction

from connectors.sdk.types import JSON
from flows.facade import access, hints, wakeups
from flows.facade.access import Actor
from flows.facade.errors import Conflict
from flows.facade.executions.finding import execution_for
from flows.facade.executions.payloads import raw_payload
from flows.facade.intake.arrivals import Arrival
from flows.facade.intake.live import LiveFlow, flow_of
from flows.facade.intake.rows import UNFIT, row_of
from flows.facade.rings import Due
from flows.store import accepting
from flows.store.accepting import NewExecution
from flows.store.cursors import fetch
from flows.store.models import Execution, Flow, FlowVersion


@dataclass(frozen=True, slots=True)
class Started:
    """An execution that was accepted. ``duplicate``: it had been accepted before, by the same key."""

    id: str
    flow: str
    version: int
    status: str = "queued"
    duplicate: bool = False


def start(actor: Actor, slug: str, document: JSON, *, kind: str = "manual", key: str = "") -> Started:
    """Starts the live version with a JSON document. Raises NotFound, Forbidden, FlowNotLive and what
    the flow's key expressions raise."""
    flow = access.flow_for(actor, slug, "start")
    return start_version(flow, document, kind=kind, key=key, actor_id=_id_of(actor))


def start_version(flow: Flow, document: JSON, *, kind: str, key: str = "", actor_id: int = 0) -> Started:
    """The same on behalf of the installation itself (schedules, commands)."""
    live = flow_of(flow, flow.live_version)
    arrival = Arrival(
        kind=kind,
        body=orjson.dumps(document),
        content_type="application/json",
        headers={},
        idempotency_key=key,
        actor_id=actor_id,
    )
    return _accept(live, row_of(live, arrival), only_live=True)


def replay(actor: Actor, execution_id: str, version: str = "original") -> Started:
    """A new execution from the stored payload, on the version that ran it or on the live one."""
    found = execution_for(actor, execution_id, "operate")
    chosen: FlowVersion | None = found.version if version == "original" else found.flow.live_version
    live = flow_of(found.flow, chosen, state="live")
    return _accept(live, replay_row(actor, live, found), only_live=False)


def replay_row(actor: Actor, live: LiveFlow, found: Execution) -> NewExecution:
    """The execution that runs the stored payload of another again. Raises NotFound where the payload
    is no longer kept, FlowNotLive, and what the flow's key expressions raise."""
    arrival = Arrival(
        kind=found.trigger_kind,
        body=raw_payload(found.pk),
        content_type=found.content_type,
        headers=_headers(found.headers),
        actor_id=_id_of(actor),
    )
    return row_of(live, arrival, replay_of=found.pk)


def _accept(live: LiveFlow, row: NewExecution, *, only_live: bool) -> Started:
    with transaction.atomic():
        stored = fetch(*accepting.statement([row], only_live=only_live))
        if stored:
            transaction.on_commit(lambda: _tell(row))
            return Started(str(row.id), live.slug, live.running().version)
        earlier = _earlier(row)
    if earlier is None:
        raise Conflict(f"The flow {live.slug!r} was changed in this moment.", hint="Try again.")
    return Started(str(earlier), live.slug, live.running().version, duplicate=True)


def _tell(row: NewExecution) -> None:
    wakeups.wake([Due(row.lane, row.flow_id)])
    hints.changed_now([(row.flow_id, row.id)])


def _earlier(row: NewExecution) -> UUID | None:
    if not row.idempotency_key:
        return None
    found: list[Any] = fetch(accepting.TAKEN, accepting.keys_of([row]))
    return found[0][2] if found else None


def _headers(stored: Mapping[str, str] | None) -> Mapping[str, str]:
    """Without what was wrong with an event then: now it may fit."""
    return {name: value for name, value in (stored or {}).items() if name != UNFIT}


def _id_of(actor: Actor) -> int:
    return actor.pk if isinstance(actor, AbstractUser) else 0
