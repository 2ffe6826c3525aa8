"""Writing down who looked at payloads: once per person, object and hour, so that a page that is
read again every second does not flood the trail."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from connectors.sdk.types import JSON
from console.accounts.models import User
from console.audit import trail
from console.audit.models import AuditEntry

ONCE_IN = timedelta(hours=1)


def note_execution(actor: User, detail: JSON) -> None:
    """Notes that the payload of the execution is shown by the right to reveal it; nothing where it
    is hidden, or the person's own. Call it before the payload leaves."""
    if detail["payload_access"] == "revealed":
        _note(actor, "execution.reveal", f"execution:{detail['id']}")


def note_samples(actor: User, slug: str) -> None:
    """Notes that captured messages of the flow are shown."""
    _note(actor, "flow.reveal", f"flow:{slug}")


def _note(actor: User, action: str, object: str) -> None:
    if _is_noted(actor, action, object):
        return
    with transaction.atomic():
        trail.lock()
        if not _is_noted(actor, action, object):
            trail.record(actor, action, object)


def _is_noted(actor: User, action: str, object: str) -> bool:
    since = timezone.now() - ONCE_IN
    found = AuditEntry.objects.filter(actor=actor.get_username(), action=action, object=object)
    return found.filter(at__gt=since).exists()
