"""The working copy of a flow: shown with its problems, saved with optimistic locking."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from connectors.sdk.types import JSON
from flows.engine.problems import Problem
from flows.facade import access, definitions
from flows.facade.access import Actor
from flows.facade.errors import Stale
from flows.store.models import Draft, Flow


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft. ``problems`` is worked out for those who may edit it, and empty for others."""

    definition: JSON
    revision: int
    updated_at: datetime
    updated_by: str
    problems: tuple[Problem, ...]


def show(actor: Actor, slug: str) -> DraftView:
    """The draft of a flow; raises NotFound."""
    flow = access.flow_for(actor, slug)
    draft = Draft.objects.select_related("updated_by").get(flow=flow)
    found: tuple[Problem, ...] = ()
    if "edit" in access.permissions_of(actor, flow):
        found = definitions.problems_of(actor, flow, draft.definition)
    return _view(draft, found)


def save(actor: Actor, slug: str, definition: JSON, revision: int | None) -> DraftView:
    """Saves the draft made on ``revision`` (None: whatever stands). Problems do not hinder it.
    Raises Stale where another revision stands by now."""
    flow = access.flow_for(actor, slug, "edit")
    definitions.require_form(definition)
    with transaction.atomic():
        draft = locked(flow, revision)
        store(draft, actor, definition)
    return _view(draft, definitions.problems_of(actor, flow, definition))


def problems_of(actor: Actor, slug: str, definition: JSON) -> tuple[Problem, ...]:
    """Every problem of a definition for this flow, without saving it."""
    flow = access.flow_for(actor, slug, "edit")
    definitions.require_readable(definition)
    return definitions.problems_of(actor, flow, definition)


def locked(flow: Flow, revision: int | None) -> Draft:
    """The draft, locked for the transaction; raises Stale unless it is at ``revision``."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("updated_by")
    draft = rows.get(flow=flow)
    if revision is not None and draft.revision != revision:
        who = _name(draft)
        raise Stale(
            f"The draft is at revision {draft.revision} by now, saved by {who or 'somebody'}.",
            hint="Read the draft again, and make your change on what stands there.",
            current={"revision": draft.revision, "updated_at": draft.updated_at, "updated_by": who},
        )
    return draft


def store(draft: Draft, actor: Actor, definition: JSON) -> None:
    """Writes a locked draft and takes over the flow's name and description from it."""
    draft.definition = definition
    draft.revision += 1
    draft.updated_by_id = actor.pk
    draft.save()
    flow = draft.flow
    flow.name = definitions.name_of(definition) or flow.name
    flow.description = definitions.description_of(definition)
    flow.save(update_fields=["name", "description", "updated_at"])


def _view(draft: Draft, problems: tuple[Problem, ...]) -> DraftView:
    return DraftView(draft.definition, draft.revision, draft.updated_at, _name(draft), problems)


def _name(draft: Draft) -> str:
    return draft.updated_by.get_username() if draft.updated_by else ""
