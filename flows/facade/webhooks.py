"""The signing secret of a flow's webhook (Standard Webhooks): sealed at rest, shown once."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from connectors.connections.sealing import seal, unseal
from flows.facade import access
from flows.facade.access import Actor
from flows.store.models import WebhookSecret

OVERLAP = timedelta(hours=24)
"""How long the earlier secret stays valid after a rotation, for the sender to change over."""
_NAME = "signing"


@dataclass(frozen=True, slots=True)
class SecretView:
    """Whether there is a valid secret, since when, and where the webhook is posted to."""

    set: bool
    rotated_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class FreshSecret(SecretView):
    """The same with the secret itself (``whsec_…``), and the address that stands in for a signature, at
    the only moment they can be seen."""

    secret: str = ""
    secret_address: str = ""


def state(actor: Actor, slug: str) -> SecretView:
    """Whether the flow's webhook has a signing secret."""
    flow = access.flow_for(actor, slug)
    newest = WebhookSecret.objects.filter(flow=flow, revoked_at=None).order_by("-id").first()
    return SecretView(newest is not None, newest.created_at if newest else None, address_of(slug))


def rotate(actor: Actor, slug: str) -> FreshSecret:
    """Makes a fresh secret; those before it end after ``OVERLAP``."""
    flow = access.flow_for(actor, slug, "publish")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    now = timezone.now()
    with transaction.atomic():
        WebhookSecret.objects.filter(flow=flow, revoked_at=None).update(revoked_at=now + OVERLAP)
        row = WebhookSecret.objects.create(flow=flow, name=_NAME, sealed=seal(secret, bound_to(flow.pk)))
    address = address_of(slug)
    return FreshSecret(True, row.created_at, address, secret, f"{address}/{address_key(secret)}")


def revoke(actor: Actor, slug: str) -> None:
    """Ends every secret of the flow's webhook at once."""
    flow = access.flow_for(actor, slug, "publish")
    now = timezone.now()
    still = Q(revoked_at=None) | Q(revoked_at__gt=now)
    WebhookSecret.objects.filter(still, flow=flow).update(revoked_at=now)


def valid_secrets(flow_id: int) -> tuple[str, ...]:
    """The secrets that a signature may be made with now; for the intake, and never shown."""
    valid = Q(revoked_at=None) | Q(revoked_at__gt=timezone.now())
    rows = WebhookSecret.objects.filter(valid, flow_id=flow_id).order_by("-id")
    return tuple(unseal(bytes(row.sealed), bound_to(flow_id)) for row in rows)


def address_key(secret: str) -> str:
    """The secret part of the address of senders that can neither sign nor send a header, such as Odoo: 43
    characters. It ends with the signing secret, which cannot be told from it."""
    made = hmac.digest(secret.encode(), b"fairlead webhook address", "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def bound_to(flow_id: int) -> bytes:
    """What binds a sealed secret to its flow."""
    return f"flows.webhook_secret/{flow_id}".encode()


def address_of(slug: str) -> str:
    """The webhook's path, below this installation's address."""
    return f"/hooks/{slug}"
