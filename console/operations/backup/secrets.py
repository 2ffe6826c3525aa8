"""The sealed secrets of a restored database, moved under the key of this installation."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from connectors.connections import sealing
from connectors.connections.models import ConnectionSecret
from connectors.sdk.errors import FairleadError
from flows.facade.webhooks import bound_to
from flows.store.models import WebhookSecret


class KeyUnusable(FairleadError):
    """What was given as a sealing key is none."""

    code = "restore.key"


def check(key: str) -> None:
    """Raises KeyUnusable where it is no key; an empty one stands for none."""
    try:
        if key:
            sealing.check_keys(key)
    except ImproperlyConfigured as error:
        raise KeyUnusable(
            "The sealing key is not 32 bytes in Base64.",
            hint="Nothing was touched. Give the file that --sealing-key-to wrote with the backup.",
        ) from error


def seal_anew(earlier_key: str) -> int:
    """Seals what opens under the earlier key (none where empty) under the present one; how many
    secrets do not open."""
    own = settings.FAIRLEAD_SEALING_KEY
    settings.FAIRLEAD_SEALING_KEY = f"{own},{earlier_key}" if earlier_key else own
    try:
        return sum(not _moved(row, identity) for row, identity in _all())
    finally:
        settings.FAIRLEAD_SEALING_KEY = own


def _all() -> Iterator[tuple[ConnectionSecret | WebhookSecret, bytes]]:
    for secret in ConnectionSecret.objects.all():
        yield secret, sealing.identity(secret.connection_id, secret.name)
    for webhook in WebhookSecret.objects.all():
        yield webhook, bound_to(webhook.flow_id)


def _moved(row: ConnectionSecret | WebhookSecret, identity: bytes) -> bool:
    try:
        fresh = sealing.reseal(bytes(row.sealed), identity)
    except sealing.SealBroken:
        return False
    if fresh is not None:
        kind: type[Model] = type(row)
        kind._default_manager.filter(pk=row.pk).update(sealed=fresh)
    return True
