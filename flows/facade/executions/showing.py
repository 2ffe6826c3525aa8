"""One execution with everything that is known of it, and samples of what steps received."""

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.facade import access
from flows.facade.access import Actor
from flows.facade.executions.finding import execution_for
from flows.facade.executions.inputs import input_of
from flows.facade.executions.payloads import document_of, raw_payload
from flows.facade.executions.rows import load
from flows.facade.executions.steps import outputs_of, records_of, steps_of
from flows.store.listing import Search, Window, find
from flows.store.models import Execution

SHOWN_BYTES = 1024 * 1024
"""A payload beyond this is not shown; it stays as it is in the database."""


def detail(actor: Actor, execution_id: str) -> JSON:
    """The execution as the API shows it; raises NotFound."""
    found = execution_for(actor, execution_id)
    document = _document(found)
    definition = found.version.definition
    return {
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
        "permissions": list(access.permissions_of(actor, found.flow)),
    }


def samples(actor: Actor, slug: str, step: str | None = None, limit: int = 10) -> list[JSON]:
    """What a step (or the trigger, where none is named) received in the newest executions."""
    flow = access.flow_for(actor, slug)
    ids = find(Search([flow.pk]), Window(limit))
    lines = {row["id"]: row for row in load(ids)}
    found = Execution.objects.select_related("version").in_bulk(ids)
    return [
        {
            "execution": str(one),
            "received_at": lines[str(one)]["received_at"],
            "status": lines[str(one)]["status"],
            "business_keys": lines[str(one)]["business_keys"],
            "input": _input(found[one], step),
        }
        for one in ids
        if one in found
    ]


def _input(execution: Execution, step: str | None) -> JSON:
    document = _document(execution)
    if not step or step == "trigger":
        return document
    outputs = outputs_of(records_of([execution.pk]))
    return input_of(execution.version.definition, step, outputs, document)


def _document(execution: Execution) -> JSON:
    if execution.bytes > SHOWN_BYTES:
        return None
    try:
        return document_of(raw_payload(execution.pk), execution.content_type)
    except FairleadError:
        return None
