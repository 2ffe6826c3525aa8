"""Flows in and out as documents, so that they can live in Git."""

from dataclasses import dataclass

from django.db import transaction

from connectors.sdk.types import JSON
from flows.facade import access, definitions, drafts, flows, versions
from flows.facade.access import Actor
from flows.facade.errors import Invalid
from flows.facade.flows import FlowView
from flows.store.models import Flow, FlowVersion

_READING_ORDER = (
    *("schema", "slug", "id", "kind", "name", "description", "trigger", "steps", "edges", "keys"),
    *("latency", "labels", "from", "port", "to", "when", "config", "retry", "position"),
)


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
    definitions.require_form(definition)
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
        return _ordered(versions.show(actor, slug, version).definition)
    if flow.live_version_id is None:
        return _ordered(drafts.show(actor, slug).definition)
    return _ordered(FlowVersion.objects.get(pk=flow.live_version_id).definition)


def _ordered(document: JSON) -> JSON:
    """The same document with its members in the order people read them, so that changes are easy to
    see in Git; the database keeps no order."""
    if isinstance(document, list):
        return [_ordered(one) for one in document]
    if not isinstance(document, dict):
        return document
    first = [name for name in _READING_ORDER if name in document]
    names = [*first, *(name for name in document if name not in _READING_ORDER)]
    return {name: _ordered(document[name]) for name in names}


def _replace(actor: Actor, slug: str, definition: JSON) -> bool:
    draft = drafts.locked(access.flow_for(actor, slug, "edit"), None)
    if draft.definition == definition:
        return False
    drafts.store(draft, actor, definition)
    return True
