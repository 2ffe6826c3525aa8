"""What a connector is: frozen descriptions, and the one asynchronous call that does the work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from connectors.sdk.errors import ConnectorError
from connectors.sdk.types import JSON

Idempotency = Literal["read", "by_key", "natural", "none"]
"""``read``: changes nothing. ``by_key``: the target honours our idempotency key. ``natural``: the
same call again leads to the same state (an upsert). ``none``: a lost answer is ambiguous."""


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """One thing a connector can do. Schemas are JSON Schema 2020-12."""

    name: str
    title: str
    description: str
    input_schema: Mapping[str, JSON]
    output_schema: Mapping[str, JSON]
    idempotency: Idempotency
    max_batch: int = 1
    """How many items one call may carry; above 1 the drain coalesces waiting calls."""
    exclusive: bool = False
    """True where two calls for one record must never be under way at once (see record_key)."""


class CallItem(NamedTuple):
    """One step's call. ``key`` is the idempotency key, the same over all attempts."""

    key: str
    arguments: Mapping[str, JSON]
    retried: bool = False
    """True where an earlier attempt of this call may have reached the target."""


class CallOutcome(NamedTuple):
    """What became of one item: an output, or an error that says what may follow."""

    output: JSON = None
    error: ConnectorError | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    """What a connection test found, in words for a person."""

    ok: bool
    message: str
    details: Mapping[str, JSON]


class Session(Protocol):
    """A connection opened for calls; used by one event loop, closed at its end."""

    async def call(self, operation: str, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
        """Does the operation for every item; one outcome per item, in the same order. Never
        raises for an item's failure: errors stand in the outcomes. All items of one call share
        ``batch_key(operation, arguments)``."""
        ...

    async def test(self) -> TestResult: ...

    async def describe(self, target: str) -> JSON:
        """JSON Schema of ``target`` (an Odoo model, say), for the designer's target tree."""
        ...

    async def close(self) -> None: ...


class Connector(Protocol):
    """A kind of system. One instance per process, without state."""

    @property
    def manifest(self) -> "Manifest": ...

    def open(self, context: "ConnectionContext") -> Session: ...

    def batch_key(self, operation: str, arguments: Mapping[str, JSON]) -> str:
        """Calls with equal keys may travel together (same model and fields, say)."""
        ...

    def record_key(self, operation: str, arguments: Mapping[str, JSON]) -> str | None:
        """Names the record the call changes, where the operation is exclusive; else None."""
        ...

    def idempotency(
        self, operation: str, arguments: Mapping[str, JSON], config: Mapping[str, JSON]
    ) -> Idempotency:
        """What repeating this very call does. ``BaseConnector`` answers what the operation
        declares; a connector overrides it where arguments or configuration decide (a GET reads,
        say, or a target is known to honour our key)."""
        ...


@dataclass(frozen=True, slots=True)
class SecretField:
    """A value that is kept sealed: it can be written and replaced, and is never shown again. ``shown_for``
    names settings by their path (``auth.kind``) with the values for which it is used; always, where empty."""

    name: str
    title: str
    description: str = ""
    shown_for: Mapping[str, list[JSON]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the connector has come. ``exemptions`` names each rule of its grade that does not
    apply, with the reason."""

    grade: Literal["bronze", "silver", "gold"] = "bronze"
    done: frozenset[str] = frozenset()
    exemptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A connector's validated description, read from its manifest.json."""

    name: str
    title: str
    description: str
    version: str
    config_schema: Mapping[str, JSON]
    secret_fields: tuple[str, ...]
    operations: tuple[OperationSpec, ...]
    category: str = "other"
    secrets: tuple[SecretField, ...] = ()
    """The secret fields with the words a form shows; ``secret_fields`` holds their names."""
    quality: Quality = Quality()
    icon: str = ""
    """The text of icon.svg."""
    doc: str = ""
    """The text of doc.md (Markdown)."""

    def operation(self, name: str) -> OperationSpec | None:
        for one in self.operations:  # asked twice for each call, so without a generator
            if one.name == name:
                return one
        return None


@dataclass(frozen=True, slots=True)
class ConnectionContext:
    """A configured instance, as a session needs it. ``secrets`` is never logged or shown."""

    id: str
    slug: str
    config: Mapping[str, JSON]
    secrets: Mapping[str, str]
    allowed_private_hosts: tuple[str, ...] = ()
    """``host`` or ``host:port`` inside private networks that an administrator allowed for the
    connection's system; everything else private is refused."""
    max_concurrency: int = 8
    timeout_s: float = 30.0

    def __repr__(self) -> str:
        return f"ConnectionContext(slug={self.slug!r})"
