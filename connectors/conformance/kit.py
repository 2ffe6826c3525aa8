"""What the kit's tests share: the connectors, their fixtures, and one call over a fresh session."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import orjson

from connectors.conformance.fixtures import Fixture, Recorded, recorded
from connectors.conformance.target import Target
from connectors.registry import all_connectors, connector, folder_of
from connectors.sdk.protocol import (
    CallItem,
    CallOutcome,
    ConnectionContext,
    Connector,
    OperationSpec,
    Session,
)
from connectors.sdk.types import JSON

CONNECTORS: tuple[Connector, ...] = all_connectors()
NAMES: tuple[str, ...] = tuple(one.manifest.name for one in CONNECTORS)
FIXTURES: tuple[Recorded, ...] = tuple(one for name in NAMES for one in recorded(name, folder_of(name)))
OPERATIONS: tuple[tuple[str, str], ...] = tuple(
    (one.manifest.name, operation.name) for one in CONNECTORS for operation in one.manifest.operations
)

STATUSES: Mapping[int, str] = {
    400: "connector.permanent",
    401: "connector.configuration",
    403: "connector.configuration",
    404: "connector.permanent",
    408: "connector.retryable",
    422: "connector.permanent",
    429: "connector.retryable",
    500: "connector.retryable",
    502: "connector.retryable",
    503: "connector.retryable",
    504: "connector.retryable",
}
"""What each status means, unless the connector's conformance.json says otherwise and why."""


def spec_of(name: str, operation: str) -> OperationSpec:
    found = connector(name).manifest.operation(operation)
    assert found is not None
    return found


def sample(name: str, operation: str) -> Recorded:
    """The first fixture in which the operation succeeds."""
    for one in FIXTURES:
        fixture = one.at("http://127.0.0.1:1")
        if one.connector == name and fixture.operation == operation and fixture.succeeds:
            return one
    raise AssertionError(f"{name} has no recorded fixture in which {operation} succeeds")


def hooks(name: str) -> Mapping[str, JSON]:
    """The connector's conformance.json: ``statuses`` by number, each with ``error``, an optional
    ``body`` of the answer, and ``why`` where it differs from the table."""
    path = Path(folder_of(name)) / "conformance.json"
    found: Mapping[str, JSON] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return found


def context(fixture: Fixture, *, allowed: Sequence[str] = (), timeout_s: float = 60.0) -> ConnectionContext:
    return ConnectionContext(
        id="1",
        slug="conformance",
        config=fixture.config,
        secrets=fixture.secrets,
        allowed_private_hosts=tuple(allowed),
        timeout_s=timeout_s,
    )


@asynccontextmanager
async def session(name: str, opened: ConnectionContext) -> AsyncIterator[Session]:
    made = connector(name).open(opened)
    try:
        yield made
    finally:
        await made.close()


async def call(
    name: str,
    fixture: Fixture,
    target: Target | None = None,
    *,
    items: Sequence[CallItem] | None = None,
    timeout_s: float = 60.0,
) -> Sequence[CallOutcome]:
    """The fixture's call. Without a target, no private host is allowed."""
    allowed = (target.host,) if target is not None else ()
    async with session(name, context(fixture, allowed=allowed, timeout_s=timeout_s)) as opened:
        return await opened.call(fixture.operation, items or fixture.items)


def tells_no_secret(fixture: Fixture, outcomes: Sequence[CallOutcome]) -> bool:
    """Whether no error's texts hold a secret of the connection."""
    texts = [str(one.error.to_json()) for one in outcomes if one.error is not None]
    return not any(secret and secret in text for secret in fixture.secrets.values() for text in texts)
