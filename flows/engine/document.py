"""Between the flow document and its spec."""

from collections.abc import Mapping
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.errors import FlowInvalid
from flows.engine.specs import OUT_PORT, EdgeSpec, FlowSpec, KeySpec, RetrySpec, StepSpec, TriggerSpec
from flows.engine.validation import problems

SCHEMA = "fairlead.flow/1"


def read_flow(document: JSON) -> FlowSpec:
    """The spec of a document, checked in all that needs no catalogue of connections.

    Raises:
        FlowInvalid: with every problem of the document.
    """
    found = problems(document)
    if found:
        raise FlowInvalid(found)
    return spec_of(document)


def spec_of(document: Mapping[str, JSON]) -> FlowSpec:
    """The spec of a document that was checked before (a published version)."""
    keys = document.get("keys") or {}
    trigger = document["trigger"]
    return FlowSpec(
        slug=document["slug"],
        name=document["name"],
        description=document.get("description", ""),
        trigger=TriggerSpec(trigger["kind"], trigger.get("config", {})),
        steps=tuple(_step(step) for step in document["steps"]),
        edges=tuple(
            EdgeSpec(edge["from"], edge["to"], edge.get("port", OUT_PORT), edge.get("when"))
            for edge in document["edges"]
        ),
        keys=KeySpec(keys.get("ordering"), keys.get("idempotency"), keys.get("business", {})),
        latency=document.get("latency", "real_time"),
        labels=document.get("labels", {}),
    )


def retry_of(written: Mapping[str, Any] | None) -> RetrySpec:
    """A retry policy; what is not written is the default."""
    return RetrySpec(**written) if written else RetrySpec()


def to_document(spec: FlowSpec) -> dict[str, JSON]:
    """The document of a spec, complete."""
    return {
        "schema": SCHEMA,
        "slug": spec.slug,
        "name": spec.name,
        "description": spec.description,
        "trigger": {"kind": spec.trigger.kind, "config": dict(spec.trigger.config)},
        "steps": [_step_document(step) for step in spec.steps],
        "edges": [
            {"from": edge.source, "to": edge.target, "port": edge.port, "when": edge.when}
            for edge in spec.edges
        ],
        "keys": {
            "ordering": spec.keys.ordering,
            "idempotency": spec.keys.idempotency,
            "business": dict(spec.keys.business),
        },
        "latency": spec.latency,
        "labels": dict(spec.labels),
    }


def _step(step: Mapping[str, Any]) -> StepSpec:
    position = step.get("position")
    return StepSpec(
        id=step["id"],
        kind=step["kind"],
        name=step.get("name") or step["id"],
        config=step.get("config", {}),
        retry=retry_of(step.get("retry")),
        position=(position["x"], position["y"]) if position else None,
    )


def _step_document(step: StepSpec) -> dict[str, JSON]:
    made: dict[str, JSON] = {
        "id": step.id,
        "kind": step.kind,
        "name": step.name,
        "config": dict(step.config),
        "retry": {name: getattr(step.retry, name) for name in RetrySpec.__slots__},
    }
    if step.position:
        made["position"] = {"x": step.position[0], "y": step.position[1]}
    return made
