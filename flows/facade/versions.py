"""Published versions: immutable, numbered, known by the hash of their content."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from connectors.sdk.types import JSON
from flows.engine.mapping import Proof
from flows.facade import acceleration, access, definitions, drafts
from flows.facade.acceleration import Standing
from flows.facade.access import Actor
from flows.facade.errors import Invalid, NotFound
from flows.store.models import Draft, Flow, FlowVersion


@dataclass(frozen=True, slots=True)
class VersionView:
    """A published version; ``definition`` is None and ``acceleration`` empty in lists."""

    number: int
    hash: str
    published_at: datetime
    published_by: str
    note: str
    definition: JSON = None
    acceleration: tuple[Standing, ...] = ()


def publish(
    actor: Actor, slug: str, *, note: str = "", revision: int | None = None
) -> tuple[VersionView, bool]:
    """Makes the draft the live version and says whether a new one came of it: the very same
    definition as the live one's is not published again. New executions take it at once, open ones
    keep theirs. The expressions are proven on recent messages before. Raises Invalid with every
    problem, or Stale."""
    flow = access.flow_for(actor, slug, "publish")
    proven, proofs = _proven(actor, flow, revision)
    with transaction.atomic():
        row = Flow.objects.select_for_update().get(pk=flow.pk)
        draft = drafts.locked(row, revision)
        if draft.definition != proven:
            _require_sound(actor, row, draft.definition)
        digest = definitions.hash_of(draft.definition)
        live = row.live_version
        if live is not None and live.hash == digest:
            return _view(live, with_definition=True), False
        newest = (
            FlowVersion.objects.filter(flow=row).order_by("-number").values_list("number", flat=True).first()
        )
        version = FlowVersion.objects.create(
            flow=row,
            number=(newest or 0) + 1,
            hash=digest,
            definition=draft.definition,
            note=note,
            published_by_id=actor.pk,
        )
        acceleration.store(version, proofs)
        row.live_version = version
        row.state = Flow.State.LIVE if row.state == Flow.State.DRAFT else row.state
        row.save(update_fields=["live_version", "state", "updated_at"])
    return _view(version, with_definition=True), True


def listing(actor: Actor, slug: str) -> tuple[VersionView, ...]:
    """The versions of a flow, newest first, without their definitions."""
    flow = access.flow_for(actor, slug)
    rows = FlowVersion.objects.filter(flow=flow).select_related("published_by").defer("definition")
    return tuple(_view(row) for row in rows.order_by("-number"))


def show(actor: Actor, slug: str, number: int) -> VersionView:
    """One version with its definition; raises NotFound."""
    flow = access.flow_for(actor, slug)
    row = FlowVersion.objects.filter(flow=flow, number=number).select_related("published_by").first()
    if row is None:
        raise NotFound(f"The flow {slug!r} has no version {number}.", hint="Look at the list of versions.")
    return _view(row, with_definition=True)


def _proven(actor: Actor, flow: Flow, revision: int | None) -> tuple[JSON, tuple[Proof, ...]]:
    """The sound definition that is about to be published, and the proofs of its expressions. Comes
    before the flow is locked: running messages takes a while."""
    draft = Draft.objects.select_related("updated_by").get(flow=flow)
    if revision is not None and draft.revision != revision:
        return None, ()  # it will be refused as stale
    _require_sound(actor, flow, draft.definition)
    live = flow.live_version
    if live is not None and live.hash == definitions.hash_of(draft.definition):
        return draft.definition, ()
    return draft.definition, acceleration.established(flow.pk, draft.definition)


def _require_sound(actor: Actor, flow: Flow, definition: JSON) -> None:
    found = definitions.problems_of(actor, flow, definition)
    if found:
        raise Invalid(
            f"The draft cannot be published: {found[0].message}"
            + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""),
            hint="Mend what is listed in problems, save, and publish again.",
            problems=[one.to_json() for one in found],
        )


def _view(row: FlowVersion, *, with_definition: bool = False) -> VersionView:
    return VersionView(
        number=row.number,
        hash=row.hash,
        published_at=row.published_at,
        published_by=row.published_by.get_username() if row.published_by else "",
        note=row.note,
        definition=row.definition if with_definition else None,
        acceleration=acceleration.standing_of(row) if with_definition else (),
    )
