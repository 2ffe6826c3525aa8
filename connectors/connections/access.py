"""Who may see and do what: the only way to a connection on behalf of a person or a client.

Rights are guardian's grants on the single connection, to a person or to a group. The flag
``is_superuser`` gives none.
"""

from typing import cast

from django.contrib.auth.models import AbstractUser, AnonymousUser, Group
from django.db.models import QuerySet
from guardian.core import ObjectPermissionChecker
from guardian.shortcuts import assign_perm, get_objects_for_user

from connectors.connections.errors import NotAllowed, NotFound
from connectors.connections.models import Connection, System

Actor = AbstractUser | AnonymousUser

VIEW, TEST, USE, CHANGE = "view", "test", "use", "change"
PERMISSIONS = (VIEW, TEST, USE, CHANGE)
CODENAMES = {one: f"{one}_connection" for one in PERMISSIONS}
DEFAULT_GRANTS = {
    "analyst": (VIEW, TEST, USE),
    "steward": (VIEW,),
    "operator": (VIEW, TEST),
    "administrator": PERMISSIONS,
}
SEES_SYSTEMS = frozenset({"analyst", "steward", "operator", "administrator"})
CHANGES_SYSTEMS = frozenset({"steward", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})


def roles_of(actor: Actor) -> frozenset[str]:
    """The names of the actor's groups; none for somebody who is not signed in or not active."""
    if not isinstance(actor, AbstractUser) or not actor.is_active:
        return frozenset()
    return frozenset(actor.groups.values_list("name", flat=True))


def require_role(actor: Actor, wanted: frozenset[str], what: str) -> None:
    """Raises NotAllowed unless the actor holds one of the roles."""
    if wanted.isdisjoint(roles_of(actor)):
        who = " or ".join(f"{name}s" for name in sorted(wanted))
        raise NotAllowed(f"You may not {what}.", hint=f"This is for {who}.")


def visible(actor: Actor, permission: str = VIEW) -> QuerySet[Connection]:
    """The connections on which the actor holds ``permission``."""
    if not isinstance(actor, AbstractUser) or not actor.is_active:
        return Connection.objects.none()
    rows: QuerySet[Connection] = get_objects_for_user(
        actor,
        f"connections.{permission}_connection",
        klass=Connection,
        with_superuser=False,
        accept_global_perms=False,
    )
    return rows


def connection_for(actor: Actor, slug: str, permission: str = VIEW) -> Connection:
    """The connection, where the actor holds ``permission`` on it; raises NotFound where it may not
    even be seen, and NotAllowed where it may be seen only."""
    related = ("system",)
    found = visible(actor, permission).select_related(*related).filter(slug=slug).first()
    if found is not None:
        return found
    if permission != VIEW and visible(actor).filter(slug=slug).exists():
        raise NotAllowed(
            f"You may not {permission} the connection {slug!r}.", hint="Ask an administrator for the right."
        )
    raise NotFound(f"There is no connection {slug!r}.", hint="Look at the list of connections.")


def system_for(actor: Actor, slug: str) -> System:
    """The system, for those who see systems; raises NotFound."""
    found = systems(actor).filter(slug=slug).first()
    if found is None:
        raise NotFound(f"There is no system {slug!r}.", hint="Look at the list of systems.")
    return found


def systems(actor: Actor) -> QuerySet[System]:
    """The systems the actor may see."""
    if SEES_SYSTEMS.isdisjoint(roles_of(actor)):
        return System.objects.none()
    return System.objects.all()


def grant_defaults(row: Connection) -> None:
    """The grants every new connection starts with."""
    for name, permissions in DEFAULT_GRANTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for permission in permissions:
            assign_perm(f"connections.{permission}_connection", group, row)


def permissions_on(actor: Actor, rows: list[Connection]) -> dict[int, tuple[str, ...]]:
    """Per connection the names of the rights the actor holds, in two queries for all."""
    if not isinstance(actor, AbstractUser) or not rows:
        return {}
    checker = ObjectPermissionChecker(actor)
    checker.prefetch_perms(cast(QuerySet[Connection], rows))  # takes a list as well; its types do not say so
    return {
        row.pk: tuple(one for one in PERMISSIONS if checker.has_perm(f"{one}_connection", row))
        for row in rows
    }
