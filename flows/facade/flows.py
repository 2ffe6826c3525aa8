"""Flows as things with a name: list, make, show, pause, resume, remove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet

from connectors.sdk.types import JSON
from flows.facade import access, accounting, definitions, standing
from flows.facade.access import Actor
from flows.facade.errors import Conflict
from flows.store.models import Draft, Execution, Flow


@dataclass(frozen=True, slots=True)
class FlowView:
    """A flow as its viewers see it; ``permissions`` are those of the one who asked. ``counts`` tell how
    many executions stand where, ``dead_letters`` how many of the dead ones still wait for a person."""

    slug: str
    name: str
    description: str
    state: str
    trigger_kind: str
    live_version: int | None
    live_hash: str | None
    draft_revision: int
    has_unpublished_changes: bool
    updated_at: datetime
    permissions: tuple[str, ...]
    counts: Mapping[str, int]
    dead_letters: int


@dataclass(frozen=True, slots=True)
class FlowPage:
    """A window of the list, in the order of the slugs."""

    rows: tuple[FlowView, ...]
    more_before: bool
    more_after: bool


def listing(
    actor: Actor,
    *,
    limit: int,
    position: str | None = None,
    forward: bool = True,
    state: str = "",
    search: str = "",
) -> FlowPage:
    """The flows the actor may see, by slug, beyond ``position`` in the given direction. ``search``
    is looked for in slug, name and description."""
    rows = access.visible_flows(actor)
    if state:
        rows = rows.filter(state=state)
    if search:
        found_in = [Q(**{f"{field}__icontains": search}) for field in ("slug", "name", "description")]
        rows = rows.filter(found_in[0] | found_in[1] | found_in[2])
    if forward:
        window = rows.filter(slug__gt=position) if position else rows
        found = list(_joined(window).order_by("slug")[: limit + 1])
        views = _views(actor, found[:limit])
        return FlowPage(views, more_before=position is not None, more_after=len(found) > limit)
    found = list(_joined(rows.filter(slug__lt=position or "")).order_by("-slug")[: limit + 1])
    views = _views(actor, found[:limit][::-1])
    return FlowPage(views, more_before=len(found) > limit, more_after=True)


def show(actor: Actor, slug: str) -> FlowView:
    """One flow; raises NotFound."""
    return _view(actor, access.flow_for(actor, slug))


def create(actor: Actor, slug: str, name: str, definition: JSON = None) -> FlowView:
    """A new flow with a draft and the default grants. For analysts and administrators."""
    access.require_maker(actor)
    document = definition if definition is not None else definitions.empty(slug, name)
    definitions.require_form(document)
    flow = Flow(slug=slug, name=name.strip(), description=definitions.description_of(document))
    try:
        with transaction.atomic():
            flow.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"The slug {slug!r} is in use.", hint="Choose another slug.") from None
    Draft.objects.create(flow=flow, definition=document, updated_by_id=actor.pk)
    access.grant_defaults(flow)
    return _view(actor, flow)


def pause(actor: Actor, slug: str) -> FlowView:
    """Stops accepting executions; those that are open go on."""
    return _switch(actor, slug, Flow.State.LIVE, Flow.State.PAUSED)


def resume(actor: Actor, slug: str) -> FlowView:
    """Accepts executions again."""
    return _switch(actor, slug, Flow.State.PAUSED, Flow.State.LIVE)


def remove(actor: Actor, slug: str) -> None:
    """Removes a flow that never ran, with its draft and versions; raises Conflict for others, since
    their history must stay readable."""
    flow = access.flow_for(actor, slug, "publish")
    with transaction.atomic():
        Flow.objects.select_for_update().get(pk=flow.pk)
        if Execution.objects.filter(flow_id=flow.pk).exists():
            raise Conflict(
                f"The flow {slug!r} has executions; its history stays.", hint="Pause the flow instead."
            )
        Flow.objects.filter(pk=flow.pk).update(state=Flow.State.DRAFT, live_version=None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('fairlead.removing_flow', %s, true)", [str(flow.pk)])
        Flow.objects.get(pk=flow.pk).delete()


def _switch(actor: Actor, slug: str, before: Flow.State, after: Flow.State) -> FlowView:
    flow = access.flow_for(actor, slug, "publish")
    with transaction.atomic():
        row = Flow.objects.select_for_update().get(pk=flow.pk)
        if row.live_version_id is None:
            raise Conflict(f"The flow {slug!r} was never published.", hint="Publish its draft first.")
        if row.state == before:
            row.state = after
            row.save(update_fields=["state", "updated_at"])
    return _view(actor, row)


def _joined(rows: QuerySet[Flow]) -> QuerySet[Flow]:
    """Adds what the views need and leaves the live definition, which may be large, where it is."""
    return (
        rows.select_related("draft", "live_version")
        .defer("live_version__definition")
        .annotate(live_trigger=F("live_version__definition__trigger__kind"))
    )


def _view(actor: Actor, flow: Flow) -> FlowView:
    return _views(actor, list(_joined(Flow.objects.filter(pk=flow.pk))))[0]


def _views(actor: Actor, rows: Sequence[Flow]) -> tuple[FlowView, ...]:
    held = access.permissions_on(actor, rows)
    ids = [row.pk for row in rows]
    counts, letters = accounting.by_flow(ids), standing.open_letters(ids)
    return tuple(_row_view(row, held[row.pk], counts[row.pk], letters[row.pk]) for row in rows)


def _row_view(row: Flow, permissions: tuple[str, ...], counts: Mapping[str, int], letters: int) -> FlowView:
    draft, live = row.draft, row.live_version
    return FlowView(
        slug=row.slug,
        name=row.name,
        description=row.description,
        state=row.state,
        trigger_kind=getattr(row, "live_trigger", None) or definitions.trigger_kind_of(draft.definition),
        live_version=live.number if live else None,
        live_hash=live.hash if live else None,
        draft_revision=draft.revision,
        has_unpublished_changes=live is None or definitions.hash_of(draft.definition) != live.hash,
        updated_at=max(row.updated_at, draft.updated_at),
        permissions=permissions,
        counts=counts,
        dead_letters=letters,
    )
