"""Remembers that a connection rests: every worker process then leaves a target alone that asked for it,
and people see it. All times are the database's, whose clock the processes share.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Now

from connectors.connections.models import Connection, RestReason
from connectors.sdk.errors import AmbiguousError, ConnectorError, HeldBack

LONGEST_ASKED_S = 300.0
"""A target that asks for more is looked at once in a while all the same."""


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


def tells_of_target(error: ConnectorError | None) -> bool:
    """Whether an outcome is an error of the target as a whole, and not of the record it was given."""
    if isinstance(error, HeldBack):
        return False
    return error is not None and (error.retryable or isinstance(error, AmbiguousError))


def asked_s(errors: Iterable[ConnectorError | None]) -> float:
    """For how many seconds a target wants to be left alone, by the outcomes of calls that left; 0 where
    none of them says so."""
    asked = (error.retry_after or 0.0 for error in errors if error is not None and tells_of_target(error))
    return min(max(asked, default=0.0), LONGEST_ASKED_S)


def held_back(slug: str, seconds: float) -> HeldBack:
    """What a call is told that does not leave, since its target asked for a rest."""
    return HeldBack(
        f"The target of the connection {slug} asked to be left alone for a while.",
        hint="It is called again when the time is over.",
        retry_after=seconds,
    )


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
