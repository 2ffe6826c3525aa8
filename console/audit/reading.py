"""Reading the audit trail: pages, newest first, and the proof that it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from connectors.sdk.types import JSON
from console.audit import trail, words
from console.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """A deed as it is shown."""

    id: int
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    summary: str
    details: JSON
    hash: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Filters; all given ones must hold. ``action`` is one action or a branch of them (``flow``),
    ``object`` one object (``flow:orders``) or a kind (``flow``)."""

    actor: str = ""
    action: str = ""
    object: str = ""
    after: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, newest first, and whether there are others on either side."""

    entries: Sequence[Entry]
    has_older: bool
    has_newer: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """``first_broken``: the id of the first entry that does not follow from the one before it."""

    ok: bool
    entries: int
    first_broken: int | None


def listing(sought: Sought, *, position: int | None, forward: bool, limit: int) -> Found:
    """The entries beyond ``position``: older ones forward, newer ones backward."""
    rows = _matching(sought)
    if forward:
        beyond = rows if position is None else rows.filter(id__lt=position)
        found = list(beyond.order_by("-id")[: limit + 1])
        return _found(found[:limit], has_older=len(found) > limit, has_newer=position is not None)
    found = list(rows.filter(id__gt=position or 0).order_by("id")[: limit + 1])
    return _found(found[:limit][::-1], has_older=True, has_newer=len(found) > limit)


def verify() -> Verification:
    """Follows the whole chain."""
    broken = trail.first_break()
    return Verification(ok=broken is None, entries=AuditEntry.objects.count(), first_broken=broken)


def _matching(sought: Sought) -> QuerySet[AuditEntry]:
    wanted = Q()
    if sought.actor:
        wanted &= Q(actor=sought.actor)
    if sought.action:
        wanted &= Q(action=sought.action) | Q(action__startswith=f"{sought.action}.")
    if sought.object:
        wanted &= Q(object=sought.object) | Q(object__startswith=f"{sought.object}:")
    if sought.after is not None:
        wanted &= Q(at__gte=sought.after)
    if sought.before is not None:
        wanted &= Q(at__lt=sought.before)
    return AuditEntry.objects.filter(wanted)


def _found(rows: Sequence[AuditEntry], *, has_older: bool, has_newer: bool) -> Found:
    return Found([_entry(row) for row in rows], has_older=has_older, has_newer=has_newer)


def _entry(row: AuditEntry) -> Entry:
    kind, _, name = row.object.partition(":")
    return Entry(
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        object_kind=kind,
        object_id=name,
        summary=words.summary(row.actor, row.action, row.object),
        details=row.detail,
        hash=row.hash,
    )
