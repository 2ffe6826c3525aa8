"""The compiled graph's parts; built once per flow version, shared by all its executions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.engine.effects import Program
from flows.engine.formula import Formula
from flows.engine.specs import RetrySpec


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge that leaves a step: the target's slot, and the condition if there is one."""

    target: int
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One step. ``slot`` is its place in the plan; inside a for-each its place in the chain."""

    slot: int
    id: str
    kind: str
    name: str
    program: Program
    retry: RetrySpec
    arrows: Mapping[str, tuple[Arrow, ...]] = field(default_factory=dict)
    """By port."""
    targets: tuple[int, ...] = ()
    """Of every edge, whatever its port: what dies when the step does."""
