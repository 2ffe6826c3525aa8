"""Payloads before people who may see an execution, but not what it carried: the shape stays, every
value gives way to a mark of its type."""

from typing import Any, Literal

from connectors.sdk.types import JSON
from flows.facade.access import Actor
from flows.store.models import Execution

PayloadAccess = Literal["revealed", "own", "hidden"]
"""``revealed`` by the right on the flow (and written down by the transport); ``own``: the caller
sent it; else ``hidden``."""
MARK = "•••"


def access_of(actor: Actor, execution: Execution, permissions: tuple[str, ...]) -> PayloadAccess:
    """How the payload of the execution is shown to somebody with these rights on its flow. A replay
    carries what somebody else once sent, so it is nobody's own."""
    if "reveal" in permissions:
        return "revealed"
    sent = actor.pk is not None and execution.actor_id == actor.pk and execution.replay_of is None
    return "own" if sent else "hidden"


def shape_of(value: JSON) -> JSON:
    """The same objects and lists with ``••• text``, ``••• number`` or ``••• true/false`` as leaves;
    nothing stays nothing."""
    if isinstance(value, dict):
        return {name: shape_of(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape_of(one) for one in value]
    return None if value is None else f"{MARK} {_type(value)}"


def _type(value: JSON) -> str:
    if isinstance(value, bool):
        return "true/false"
    return "text" if isinstance(value, str) else "number"


def hide(detail: dict[str, Any]) -> dict[str, Any]:
    """The detail of an execution with the shapes of its payload and of what its steps handled."""
    steps = [
        {**step, **{name: shape_of(step[name]) for name in ("input", "output", "request")}}
        for step in detail["steps"]
    ]
    return {**detail, "payload": shape_of(detail["payload"]), "steps": steps}
