"""Trying a connection: its test, and the description of its targets."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from django.utils import timezone

from connectors import registry
from connectors.connections import access, health
from connectors.connections.contexts import context_of, stored
from connectors.connections.models import Connection
from connectors.sdk.errors import ConnectorError, FairleadError
from connectors.sdk.protocol import Session, TestResult
from connectors.sdk.types import JSON

T = TypeVar("T")

TRIAL_TIMEOUT_S = 60.0


def test(actor: access.Actor, slug: str) -> TestResult:
    """Tests the connection as stored and remembers what came of it. Never raises for a target
    that cannot be reached: that is a result."""
    access.connection_for(actor, slug, access.TEST)
    row = stored(slug)
    try:
        result = _trial(row, lambda session: session.test())
    except FairleadError as error:
        says = f"{error.message} {error.hint}".strip()
        result = TestResult(ok=False, message=says, details=error.to_json())
    Connection.objects.filter(pk=row.pk).update(
        last_test_ok=result.ok, last_test_message=result.message[:500], last_test_at=timezone.now()
    )
    health.record_test(row, result)
    return result


def describe(actor: access.Actor, slug: str, target: str) -> JSON:
    """JSON Schema of ``target`` at the connection; raises ConnectorError."""
    access.connection_for(actor, slug, access.USE)
    return _trial(stored(slug), lambda session: session.describe(target))


def _trial(row: Connection, use: Callable[[Session], Awaitable[T]]) -> T:
    context = context_of(row)
    connector = registry.connector(row.connector)

    async def run() -> T:
        session = connector.open(context)
        try:
            async with asyncio.timeout(TRIAL_TIMEOUT_S):
                return await use(session)
        except TimeoutError:
            raise ConnectorError(
                f"{row.name} did not answer within {TRIAL_TIMEOUT_S:.0f} seconds.",
                hint="Look whether the address is right and the target runs.",
            ) from None
        finally:
            await session.close()

    return asyncio.run(run())
