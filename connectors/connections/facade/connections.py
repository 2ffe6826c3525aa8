"""Creating, changing and removing connections."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from connectors import registry
from connectors.connections import access, checks
from connectors.connections.errors import Conflict, ConnectionRefused
from connectors.connections.facade.usage import users_of
from connectors.connections.models import Connection, ConnectionSecret, Health
from connectors.connections.sealing import identity, seal
from connectors.connections.shapes import ConnectionView, connection_view
from connectors.sdk.protocol import Manifest
from connectors.sdk.types import JSON

Secrets = Mapping[str, str | None]
"""Values to seal by the secret's name; None removes one; names left out stay as they are."""


class Changes(TypedDict, total=False):
    """What may be changed of a connection; the slug and the connector stay."""

    name: str
    system: str
    config: Mapping[str, JSON]
    secrets: Secrets
    max_concurrency: int
    requests_per_minute: int | None


def listing(actor: access.Actor) -> tuple[ConnectionView, ...]:
    """Every connection the actor may see, by slug."""
    rows = list(access.visible(actor).select_related("system").prefetch_related("secrets").order_by("slug"))
    held = access.permissions_on(actor, rows)
    return tuple(connection_view(row, manifest_of(row.connector), held[row.pk]) for row in rows)


def show(actor: access.Actor, slug: str) -> ConnectionView:
    """One connection; raises NotFound where the actor may not see it."""
    return _view(actor, access.connection_for(actor, slug))


def create(
    actor: access.Actor,
    *,
    slug: str,
    name: str,
    connector: str,
    system: str,
    config: Mapping[str, JSON],
    secrets: Secrets | None = None,
    max_concurrency: int = 8,
    requests_per_minute: int | None = None,
) -> ConnectionView:
    """A new connection with the default grants. For administrators."""
    access.require_role(actor, access.ADMINISTRATORS, "create connections")
    manifest = manifest_of(connector)
    owner = access.system_for(actor, system)
    problems = (
        *checks.slug_problems(slug),
        *checks.name_problems(name),
        *checks.config_problems(manifest, config),
        *checks.secret_problems(manifest, secrets or {}),
        *checks.limit_problems(max_concurrency, requests_per_minute),
    )
    checks.refuse("The connection", problems)
    row = Connection(
        slug=slug,
        name=name.strip(),
        connector=connector,
        system=owner,
        config=config,
        max_concurrency=max_concurrency,
        requests_per_minute=requests_per_minute,
        updated_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _store_secrets(row, secrets or {})
            access.grant_defaults(row)
    except IntegrityError:
        raise Conflict(f"The slug {slug!r} is in use.", hint="Choose another slug.") from None
    return _view(actor, row)


def update(actor: access.Actor, slug: str, **changes: Unpack[Changes]) -> ConnectionView:
    """Changes what is given and leaves the rest."""
    with transaction.atomic():
        row = _locked(actor, slug)
        manifest = manifest_of(row.connector)
        _apply(actor, row, changes)
        secrets = changes.get("secrets", {})
        problems = (
            *checks.name_problems(row.name),
            *checks.config_problems(manifest, row.config),
            *checks.secret_problems(manifest, secrets),
            *checks.limit_problems(row.max_concurrency, row.requests_per_minute),
        )
        checks.refuse("The connection", problems)
        _store_secrets(row, secrets)
        _saved(row)
    return _view(actor, row)


def set_secrets(actor: access.Actor, slug: str, secrets: Secrets) -> ConnectionView:
    """Seals the given secrets; None removes one."""
    return update(actor, slug, secrets=secrets)


def remove(actor: access.Actor, slug: str) -> None:
    """Removes a connection with its secrets; raises Conflict while something uses it."""
    row = access.connection_for(actor, slug, access.CHANGE)
    users = users_of(slug)
    if users:
        raise Conflict(
            f"The connection {slug!r} is used by {', '.join(users[:10])}.",
            hint="Let these use another connection first.",
        )
    row.delete()


def manifest_of(connector: str) -> Manifest:
    """The connector's manifest; raises ConnectionRefused where there is none of the name."""
    try:
        return registry.connector(connector).manifest
    except registry.UnknownConnector as unknown:
        raise ConnectionRefused(
            unknown.message, (f"connector: {unknown.message}",), hint=unknown.hint
        ) from None


def _locked(actor: access.Actor, slug: str) -> Connection:
    pk = access.connection_for(actor, slug, access.CHANGE).pk
    return Connection.objects.select_for_update(of=("self",)).select_related("system").get(pk=pk)


def _apply(actor: access.Actor, row: Connection, changes: Changes) -> None:
    if "system" in changes:
        row.system = access.system_for(actor, changes["system"])
    row.name = changes.get("name", row.name).strip()
    row.config = changes.get("config", row.config)
    row.max_concurrency = changes.get("max_concurrency", row.max_concurrency)
    row.requests_per_minute = changes.get("requests_per_minute", row.requests_per_minute)


def _saved(row: Connection) -> None:
    """What was found out about the connection as it was says nothing about it as it is."""
    row.health = Health.UNKNOWN
    row.health_message = ""
    row.health_changed_at = None
    row.rests_until = None
    row.rest_reason = ""
    row.last_test_ok = None
    row.last_test_message = ""
    row.last_test_at = None
    row.updated_at = timezone.now()
    row.save()


def _store_secrets(row: Connection, secrets: Secrets) -> None:
    for name, value in secrets.items():
        if value is None:
            row.secrets.filter(name=name).delete()
            continue
        ConnectionSecret.objects.update_or_create(
            connection=row,
            name=name,
            defaults={"sealed": seal(value, identity(row.pk, name)), "changed_at": timezone.now()},
        )


def _view(actor: access.Actor, row: Connection) -> ConnectionView:
    held = access.permissions_on(actor, [row])
    return connection_view(row, manifest_of(row.connector), held.get(row.pk, ()))
