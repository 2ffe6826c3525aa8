"""Who holds which rights on one object: guardian's grants, read and written as a whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from connectors.connections.errors import NotFound

HolderKind = Literal["role", "person"]
Codenames = Mapping[str, str]
"""The rights on a kind of object: short name → codename, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A role, or a single person; ``rights`` by their short names. Those of a person who is not
    ``active`` rest."""

    kind: HolderKind
    name: str
    display_name: str
    active: bool
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds which rights on one object, and whether the one who asked may change that."""

    holders: tuple[Holder, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a holder was given and what was taken; nothing, where all was so already."""

    given: tuple[str, ...]
    taken: tuple[str, ...]


def holders(row: Model, codenames: Codenames) -> tuple[Holder, ...]:
    """Every role, also those without rights, and then the people who hold rights of their own."""
    held = _held_by(GroupObjectPermission, "group_id", row)
    roles = [
        _role(group, _short(held.get(group.pk, ()), codenames)) for group in Group.objects.order_by("pk")
    ]
    own = _held_by(UserObjectPermission, "user_id", row)
    users = get_user_model().objects.filter(pk__in=own).order_by("username")
    people = [_person(cast(AbstractUser, user), _short(own[user.pk], codenames)) for user in users]
    return (*roles, *(person for person in people if person.rights))


def holder_named(kind: str, name: str) -> AbstractUser | Group:
    """The role or the person; raises NotFound."""
    found: Any = (
        Group.objects.filter(name=name).first()
        if kind == "role"
        else get_user_model().objects.filter(username=name).first()
    )
    if found is None:
        raise NotFound(f"There is no {kind} {name!r}.", hint="Look at the list of people and their roles.")
    return cast(AbstractUser | Group, found)


def set_rights(
    row: Model, codenames: Codenames, holder: AbstractUser | Group, wanted: Collection[str]
) -> Change:
    """Gives the holder exactly the wanted rights on the object. The first of the codenames is the ground
    of all others: with any right it is given too. Call it in a transaction in which the row is locked."""
    ground = next(iter(codenames))
    shall = {ground, *wanted} if wanted else set()
    has = _rights_of(holder, row, codenames)
    change = Change(
        given=tuple(one for one in codenames if one in shall and one not in has),
        taken=tuple(one for one in codenames if one in has and one not in shall),
    )
    label = row._meta.app_label
    for right in change.given:
        assign_perm(f"{label}.{codenames[right]}", holder, row)
    for right in change.taken:
        remove_perm(f"{label}.{codenames[right]}", holder, row)
    return change


def _rights_of(holder: AbstractUser | Group, row: Model, codenames: Codenames) -> Sequence[str]:
    if isinstance(holder, Group):
        held = _held_by(GroupObjectPermission, "group_id", row)
    else:
        held = _held_by(UserObjectPermission, "user_id", row)
    return _short(held.get(holder.pk, ()), codenames)


def _held_by(grants: Any, holder: str, row: Model) -> dict[int, list[str]]:
    """Codenames of the grants on the object, by the id of the holder."""
    kind = ContentType.objects.get_for_model(type(row))
    found = grants.objects.filter(content_type=kind, object_pk=str(row.pk))
    held: dict[int, list[str]] = {}
    for pk, codename in found.values_list(holder, "permission__codename"):
        held.setdefault(pk, []).append(codename)
    return held


def _short(held: Iterable[str], codenames: Codenames) -> tuple[str, ...]:
    known = set(held)
    return tuple(short for short, code in codenames.items() if code in known)


def _role(group: Group, rights: tuple[str, ...]) -> Holder:
    return Holder("role", group.name, group.name, True, rights)


def _person(user: AbstractUser, rights: tuple[str, ...]) -> Holder:
    name = user.get_username()
    return Holder("person", name, user.get_full_name() or name, user.is_active, rights)
