"""A step under way: one per step, and one per item and inner step of a for-each."""

from datetime import datetime
from typing import TYPE_CHECKING

from connectors.sdk.types import JSON
from flows.engine.effects import Effect
from flows.engine.nodes import Node
from flows.engine.past import Past
from flows.engine.records import CallRef
from flows.engine.scope import Scope

if TYPE_CHECKING:
    from flows.engine.spreads import ItemRun


class Task:
    """``attempt`` is the one under way (from 1, over all rounds), ``failures`` those of this round,
    ``since`` when the first of its tries began that tells of the target, ``doubt`` says that an earlier
    attempt may have reached the target."""

    __slots__ = (
        "attempt",
        "doubt",
        "effect",
        "failures",
        "item",
        "key",
        "node",
        "owner",
        "past",
        "resume_at",
        "scope",
        "since",
        "started_at",
        "value",
    )

    def __init__(
        self,
        node: Node,
        value: JSON,
        scope: Scope,
        past: Past | None = None,
        item: int = -1,
        owner: "ItemRun | None" = None,
    ) -> None:
        self.node = node
        self.value = value
        self.scope = scope
        self.past = past
        self.item = item
        self.owner = owner
        self.attempt = past.last.attempt if past else 0
        self.failures = past.failures if past else 0
        self.since = past.since if past else None
        self.doubt = past.doubt if past else False
        self.key = past.last.key if past else ""
        self.effect: Effect | None = None
        self.started_at: datetime | None = None
        self.resume_at: datetime | None = None

    @property
    def ref(self) -> CallRef:
        """The name of the attempt under way."""
        return CallRef(self.node.id, self.item, self.attempt)
