"""Writing the audit trail, and proving that nobody rewrote it."""

import hashlib
from datetime import UTC

import orjson
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from connectors.sdk.types import JSON
from console.audit.models import AuditEntry

GENESIS = "0" * 64
SYSTEM = "system"
"""The actor of what nobody signed in did: the command line and the machinery."""
_LOCK = 0x6175646974
"""Advisory lock (the bytes of "audit"): entries are chained one after another."""


def record(actor: AbstractBaseUser | None, action: str, object: str, detail: JSON = None) -> AuditEntry:
    """Appends an entry in the caller's transaction. ``object`` is ``kind:name``, as in
    ``flow:supplier-orders``; ``detail`` holds no secret and no payload. Call it last in a
    transaction: the chain is locked until the commit."""
    with transaction.atomic():
        lock()
        last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
        entry = AuditEntry(
            at=timezone.now(),
            actor=actor.get_username() if actor is not None else SYSTEM,
            action=action,
            object=object,
            detail=detail or {},
            previous=last or GENESIS,
        )
        entry.hash = fingerprint(entry)
        entry.save(force_insert=True)
    return entry


def lock() -> None:
    """Lets no other entry in before the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def fingerprint(entry: AuditEntry) -> str:
    """SHA-256 over the entry's canonical form, the previous entry's hash included."""
    fields = [
        entry.previous,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.action,
        entry.object,
        entry.detail,
    ]
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


def first_break() -> int | None:
    """The id of the first entry that does not follow from the one before it; None when all do."""
    previous = GENESIS
    for entry in AuditEntry.objects.order_by("id").iterator(2000):
        if entry.previous != previous or entry.hash != fingerprint(entry):
            return entry.id
        previous = entry.hash
    return None
