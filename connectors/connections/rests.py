"""Remembers that a connection rests: every worker process then leaves a target alone that asked for it,
and people see it. All times are the database's, whose clock the processes share.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Now

from connectors.connections.models import Connection, RestReason


@dataclass(frozen=True, slots=True)
class Rest:
    """Why a connection rests, and until which moment of this process's ``time.monotonic``."""

    reason: RestReason
    until: float


@dataclass(frozen=True, slots=True)
class Revision:
    """When a connection last changed, and for how many seconds its target still wants to be left alone."""

    changed_at: datetime
    asked_s: float


def record(slug: str, rest: Rest) -> None:
    """Stores a rest, unless one that goes on for longer is stored. What a target asked for stands before
    what a process found out for itself."""
    until = Now() + timedelta(seconds=rest.until - time.monotonic())
    longer = Q(rests_until__gte=until)
    asked = Q(rest_reason=RestReason.ASKED)
    stands = asked & longer if rest.reason is RestReason.ASKED else longer | asked & _in_force()
    Connection.objects.filter(slug=slug).exclude(stands).update(rests_until=until, rest_reason=rest.reason)


def clear(slug: str) -> None:
    """The connection rests no more, except where its target asked another process for it meanwhile."""
    asked = Q(rest_reason=RestReason.ASKED) & _in_force()
    resting = Connection.objects.filter(slug=slug, rests_until__isnull=False)
    resting.exclude(asked).update(rests_until=None, rest_reason="")


def revisions(slugs: list[str]) -> dict[str, Revision]:
    """How each connection stands; those that are gone are left out."""
    rows = Connection.objects.filter(slug__in=slugs).annotate(left=F("rests_until") - Now())
    return {
        slug: Revision(changed_at, _asked_s(reason, left))
        for slug, changed_at, reason, left in rows.values_list("slug", "updated_at", "rest_reason", "left")
    }


def _in_force() -> Q:
    return Q(rests_until__gt=Now())


def _asked_s(reason: str, left: timedelta | None) -> float:
    return max(0.0, left.total_seconds()) if left is not None and reason == RestReason.ASKED else 0.0
