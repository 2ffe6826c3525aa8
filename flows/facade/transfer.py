"""Flows in and out as documents, so that they can live in Git."""

from dataclasses import dataclass

from django.db import transaction

from connectors.sdk.types import JSON
from flows.facade import access, definitions, drafts, flows, versions
from flows.facade.access import Actor
from flows.facade.errors import Invalid
from flows.facade.flows import FlowView
from flows.store.models import Flow, FlowVersion


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; nothing was done where all three are false."""

    flow: FlowView
    created: bool
    changed: bool
    published: bool


def import_flow(actor: Actor, definition: JSON, *, publish: bool = False, note: str = "Imported") -> Imported:
    """Stores the document as the draft of the flow it names, which is made where there is none, and
    publishes it if asked. The same document again changes nothing. Raises Invalid, with every
    problem where it was to be published; then nothing is stored."""
    definitions.require_storable(definition)
    slug, name = definitions.slug_of(definition), definitions.name_of(definition)
    if not slug or not name:
        raise Invalid(
            "The document names no slug or no name.", hint="Give both: they say which flow this is."
        )
    with transaction.atomic():
        created = not Flow.objects.filter(slug=slug).exists()
        if created:
            flows.create(actor, slug, name, definition)
            changed = True
        else:
            changed = _replace(actor, slug, definition)
        published = versions.publish(actor, slug, note=note)[1] if publish else False
    return Imported(flows.show(actor, slug), created, changed, published)


def export_flow(actor: Actor, slug: str, version: int | None = None) -> JSON:
    """The document of a version, of the live one by default, of the draft where none is live."""
    flow = access.flow_for(actor, slug)
    if version is not None:
        return versions.show(actor, slug, version).definition
    if flow.live_version_id is None:
        return drafts.show(actor, slug).definition
    return FlowVersion.objects.get(pk=flow.live_version_id).definition


def _replace(actor: Actor, slug: str, definition: JSON) -> bool:
    draft = drafts.locked(access.flow_for(actor, slug, "edit"), None)
    if draft.definition == definition:
        return False
    drafts.store(draft, actor, definition)
    return True
