"""Opens a stored connection for a session: the one place where secrets are unsealed."""

from connectors.connections.errors import ConnectionMissing
from connectors.connections.models import Connection
from connectors.connections.sealing import identity, unseal
from connectors.sdk.protocol import ConnectionContext

DEFAULT_TIMEOUT_S = 30.0


def load_context(slug: str) -> ConnectionContext:
    """The connection as its connector's session needs it; raises ConnectionMissing."""
    return context_of(stored(slug))


def stored(slug: str) -> Connection:
    """The row with its system and secrets; raises ConnectionMissing."""
    rows = Connection.objects.select_related("system").prefetch_related("secrets")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise ConnectionMissing(slug)
    return found


def context_of(row: Connection) -> ConnectionContext:
    """A configuration entry ``timeout_s`` (seconds), where the connector has one, bounds each call."""
    timeout = row.config.get("timeout_s", DEFAULT_TIMEOUT_S)
    return ConnectionContext(
        id=str(row.pk),
        slug=row.slug,
        config=row.config,
        secrets={
            one.name: unseal(bytes(one.sealed), identity(row.pk, one.name)) for one in row.secrets.all()
        },
        allowed_private_hosts=tuple(row.system.allowed_private_hosts),
        max_concurrency=row.max_concurrency,
        timeout_s=float(timeout),
    )
