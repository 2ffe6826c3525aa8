"""What a step sees besides its input: the variables of its expressions, and the time."""

from collections.abc import Mapping
from datetime import datetime

from connectors.sdk.types import JSON
from flows.engine.records import ExecutionInput


class Scope:
    """One per Run, shared by its steps; ``steps`` grows as they complete."""

    __slots__ = ("execution", "index", "item", "now", "steps")

    now: datetime

    def __init__(self, execution: ExecutionInput, steps: dict[str, JSON]) -> None:
        self.execution = execution
        self.steps: Mapping[str, JSON] = steps
        self.item: JSON = None
        self.index = -1

    def inside(self, item: JSON, index: int) -> "Scope":
        """The scope of one item of a for-each."""
        inner = Scope.__new__(Scope)
        inner.execution = self.execution
        inner.steps = self.steps
        inner.now = self.now
        inner.item = item
        inner.index = index
        return inner


def trigger_variable(scope: Scope) -> JSON:
    """The value of ``$trigger``."""
    trigger = scope.execution.trigger
    return {
        "kind": trigger.kind,
        "received_at": trigger.received_at.isoformat(),
        "content_type": trigger.content_type,
        "headers": dict(trigger.headers or {}),
    }


def execution_variable(scope: Scope) -> JSON:
    """The value of ``$execution``."""
    return {"id": scope.execution.id, "flow": scope.execution.flow}
