"""Remembers how a connection fares, from its tests and from the calls of flows.

Written only when the state changes: thousands of calls a second must not mean a write each.
"""

from collections.abc import Iterable

from django.utils import timezone

from connectors.connections.models import Connection, Health
from connectors.sdk.errors import AmbiguousError, ConfigurationError, ConnectorError, HeldBack, RetryableError
from connectors.sdk.protocol import CallOutcome, TestResult


def judge(outcomes: Iterable[CallOutcome]) -> tuple[Health, str] | None:
    """What a batch of outcomes says of the connection; None where they say nothing.

    One success proves that the target answers. A record that the target refuses says nothing about
    the connection.
    """
    verdict: tuple[Health, str] | None = None
    for outcome in outcomes:
        if outcome.error is None:
            return Health.HEALTHY, ""
        found = _of_error(outcome.error)
        if found is not None:
            verdict = found
    return verdict


def record(slug: str, health: Health, message: str) -> None:
    """Stores a changed state; storing the same state again writes nothing."""
    Connection.objects.filter(slug=slug).exclude(health=health).update(
        health=health, health_message=message[:500], health_changed_at=timezone.now()
    )


def record_test(row: Connection, result: TestResult) -> None:
    """A test's result is the newest knowledge there is."""
    if result.ok:
        record(row.slug, Health.HEALTHY, "")
        return
    refused = result.details.get("code") == ConfigurationError.code
    record(row.slug, Health.REFUSED if refused else Health.FAILING, result.message)


def _of_error(error: ConnectorError) -> tuple[Health, str] | None:
    if isinstance(error, HeldBack):
        return None
    if isinstance(error, ConfigurationError):
        return Health.REFUSED, error.message
    if isinstance(error, RetryableError | AmbiguousError):
        return Health.FAILING, error.message
    return None
