"""One execution with everything that is known of it."""

from connectors.sdk.types import JSON
from flows.facade import access
from flows.facade.access import Actor
from flows.facade.batch.progress import progress_of
from flows.facade.executions.finding import execution_for
from flows.facade.executions.hiding import access_of, hide
from flows.facade.executions.letters import letters_of
from flows.facade.executions.rows import load
from flows.facade.executions.sampling import shown_document
from flows.facade.executions.steps import records_of, steps_of


def detail(actor: Actor, execution_id: str) -> JSON:
    """The execution as the API shows it; raises NotFound. ``payload_access`` tells whether its
    payload is shown by the right to reveal it (then write that down), as the actor's own, or hidden."""
    found = execution_for(actor, execution_id)
    document = shown_document(found)
    definition = found.version.definition
    permissions = access.permissions_of(actor, found.flow)
    payload_access = access_of(actor, found, permissions)
    shown = {
        **load([found.pk])[0],
        "version_hash": found.version.hash,
        "definition": definition,
        "ordering_key": found.ordering_key or None,
        "idempotency_key": found.idempotency_key or None,
        "trigger": {
            "kind": found.trigger_kind,
            "content_type": found.content_type,
            "headers": found.headers or {},
        },
        "payload": document,
        "steps": steps_of(definition, records_of([found.pk]), document),
        "batches": progress_of(found.pk),
        "dead_letter": letters_of([found.pk]).get(str(found.pk)),
        "permissions": list(permissions),
        "payload_access": payload_access,
        "payload_hidden": payload_access == "hidden",
    }
    return hide(shown) if payload_access == "hidden" else shown
