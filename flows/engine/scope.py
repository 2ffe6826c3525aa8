"""What a step sees besides its input: the variables of its expressions, and the time."""

from collections.abc import Mapping
from datetime import datetime

from connectors.sdk.types import JSON
from flows.engine.records import ExecutionInput
from flows.engine.turns import Turn


class Scope:
    """One per Run, shared by its steps; ``steps`` grows as they complete. ``turn`` bounds the time of
    its expressions beyond their own limits."""

    __slots__ = ("execution", "index", "item", "now", "steps", "turn")

    now: datetime

    def __init__(self, execution: ExecutionInput, steps: dict[str, JSON], turn: Turn | None = None) -> None:
        self.execution = execution
        self.steps: Mapping[str, JSON] = steps
        self.item: JSON = None
        self.index = -1
        self.turn = turn

    def inside(self, item: JSON, index: int) -> "Scope":
        """The scope of one item of a for-each."""
        inner = Scope.__new__(Scope)
        inner.execution = self.execution
        inner.steps = self.steps
        inner.now = self.now
        inner.item = item
        inner.index = index
        inner.turn = self.turn
        return inner

    def apart(self) -> "Scope":
        """The same for expressions that are evaluated apart from the Run, on a thread of their own."""
        outer = self.inside(self.item, self.index)
        outer.turn = None
        return outer


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
