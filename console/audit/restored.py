"""Whether what is in the database came out of a backup, of this installation or of another."""

from console.audit.models import AuditEntry

RESTORED = "installation.restore"
"""The action of the entry that a restore leaves."""


def is_restored() -> bool:
    return AuditEntry.objects.filter(action=RESTORED).exists()
