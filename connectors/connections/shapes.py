"""What leaves this package: frozen views of rows, without any secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from connectors.connections.models import Connection, System
from connectors.sdk.protocol import Manifest
from connectors.sdk.types import JSON


@dataclass(frozen=True, slots=True)
class SecretState:
    """Whether a secret is set and since when; never what it is."""

    set: bool
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LastTest:
    ok: bool
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """A connection as the API shows it; a rest that is over is none. ``permissions``: those of view, use,
    change the actor has."""

    slug: str
    name: str
    connector: str
    system: str
    config: Mapping[str, JSON]
    secrets: Mapping[str, SecretState]
    max_concurrency: int
    requests_per_minute: int | None
    health: str
    health_message: str
    health_changed_at: datetime | None
    rests_until: datetime | None
    rest_reason: str
    last_test: LastTest | None
    updated_at: datetime
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SystemView:
    slug: str
    name: str
    kind: str
    owner: str
    description: str
    allowed_private_hosts: tuple[str, ...]
    updated_at: datetime


def connection_view(row: Connection, manifest: Manifest, permissions: tuple[str, ...]) -> ConnectionView:
    rests = row.rests_until is not None and row.rests_until > timezone.now()
    changed = {one.name: one.changed_at for one in row.secrets.all()}
    return ConnectionView(
        slug=row.slug,
        name=row.name,
        connector=row.connector,
        system=row.system.slug,
        config=row.config,
        secrets={name: SecretState(name in changed, changed.get(name)) for name in manifest.secret_fields},
        max_concurrency=row.max_concurrency,
        requests_per_minute=row.requests_per_minute,
        health=row.health,
        health_message=row.health_message,
        health_changed_at=row.health_changed_at,
        rests_until=row.rests_until if rests else None,
        rest_reason=row.rest_reason if rests else "",
        last_test=_last_test(row),
        updated_at=row.updated_at,
        permissions=permissions,
    )


def system_view(row: System) -> SystemView:
    return SystemView(
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        owner=row.owner,
        description=row.description,
        allowed_private_hosts=tuple(row.allowed_private_hosts),
        updated_at=row.updated_at,
    )


def _last_test(row: Connection) -> LastTest | None:
    if row.last_test_ok is None or row.last_test_at is None:
        return None
    return LastTest(ok=row.last_test_ok, message=row.last_test_message, at=row.last_test_at)
