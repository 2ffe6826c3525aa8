"""What a flow is: frozen specs read from the flow document (see schema.json beside this file)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from connectors.sdk.types import JSON

TRIGGER_ID = "trigger"
OUT_PORT = "out"
ERROR_PORT = "error"


@dataclass(frozen=True, slots=True)
class RetrySpec:
    """How often a step's call is tried and how long to wait between the tries (seconds). As it stands
    it lasts two minutes, which a target needs to restart."""

    max_attempts: int = 8
    initial_s: float = 1.0
    factor: float = 2.0
    max_s: float = 300.0
    jitter: float = 0.2


@dataclass(frozen=True, slots=True)
class TriggerSpec:
    """What starts an execution: ``webhook``, ``api``, ``schedule``, ``manual`` or ``event``."""

    kind: str
    config: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One node of the graph. ``position`` is where the canvas draws it (x, y in pixels)."""

    id: str
    kind: str
    name: str
    config: Mapping[str, JSON] = field(default_factory=dict)
    retry: RetrySpec = RetrySpec()
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class EdgeSpec:
    """Leads from an output port of ``source`` to ``target``; ``when`` is a JSONata condition."""

    source: str
    target: str
    port: str = OUT_PORT
    when: str | None = None


@dataclass(frozen=True, slots=True)
class KeySpec:
    """JSONata expressions over the trigger's document, evaluated when an execution is accepted."""

    ordering: str | None = None
    idempotency: str | None = None
    business: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlowSpec:
    """A whole flow, as published. Its content hash is ``canonical.content_hash(document)``."""

    slug: str
    name: str
    trigger: TriggerSpec
    steps: tuple[StepSpec, ...]
    edges: tuple[EdgeSpec, ...]
    description: str = ""
    keys: KeySpec = KeySpec()
    latency: Literal["real_time", "batch"] = "real_time"
    labels: Mapping[str, str] = field(default_factory=dict)
