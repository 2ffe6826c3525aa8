"""The people of the installation as administrators see them; nothing of a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from console.accounts.models import User
from console.accounts.roles import ROLES
from flows.facade.errors import NotFound


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in, or a REST client; ``roles`` stand in the order of ``ROLES``."""

    id: int
    username: str
    display_name: str
    roles: tuple[str, ...]
    active: bool
    last_sign_in: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A window of the list, in the order of the names."""

    rows: tuple[Person, ...]
    more_before: bool
    more_after: bool


def listing(
    *, limit: int, position: str | None = None, forward: bool = True, search: str = "", role: str = ""
) -> PersonPage:
    """The people by their names, beyond ``position`` in the given direction. ``search`` is looked for
    in the names; ``role`` leaves those who hold it."""
    rows = _matching(search, role)
    if forward:
        window = rows.filter(username__gt=position) if position else rows
        found = list(window.order_by("username")[: limit + 1])
        return PersonPage(_views(found[:limit]), position is not None, len(found) > limit)
    found = list(rows.filter(username__lt=position or "").order_by("-username")[: limit + 1])
    return PersonPage(_views(found[:limit][::-1]), len(found) > limit, more_after=True)


def show(id: int) -> Person:
    """One person; raises NotFound."""
    found = User.objects.filter(pk=id).prefetch_related("groups").first()
    if found is None:
        raise nobody()
    return view(found)


def view(row: User) -> Person:
    """The row as it is shown."""
    held = {group.name for group in row.groups.all()}
    return Person(
        id=row.pk,
        username=row.username,
        display_name=row.display_name,
        roles=tuple(role for role in ROLES if role in held),
        active=row.is_active,
        last_sign_in=row.last_login,
        created_at=row.date_joined,
    )


def nobody() -> NotFound:
    """What is said of a person who is not there."""
    return NotFound("There is no such person.", hint="Look at the list of people.")


def _matching(search: str, role: str) -> QuerySet[User]:
    rows = User.objects.prefetch_related("groups")
    if search:
        found_in = [Q(**{f"{field}__icontains": search}) for field in ("username", "first_name", "last_name")]
        rows = rows.filter(found_in[0] | found_in[1] | found_in[2])
    return rows.filter(groups__name=role) if role else rows


def _views(rows: Sequence[User]) -> tuple[Person, ...]:
    return tuple(view(row) for row in rows)
