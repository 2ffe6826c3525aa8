"""Who may see and do what with a flow: the only way to a flow on behalf of a person or a client.

Rights are guardian's grants on the single flow, to a person or to a group. The flag
``is_superuser`` gives none. A permission is named by its short name (``operate``) or by its
codename (``operate_flow``).
"""

from collections.abc import Iterable, Mapping
from typing import cast

from django.contrib.auth.models import AbstractUser, AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from guardian.core import ObjectPermissionChecker
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm, get_objects_for_user

from flows.facade.errors import Forbidden, NotFound
from flows.store.models import Flow

Actor = AbstractUser | AnonymousUser

CODENAMES: Mapping[str, str] = {
    "view": "view_flow",
    "edit": "edit_flow",
    "publish": "publish_flow",
    "start": "start_flow",
    "operate": "operate_flow",
    "reveal": "reveal_payload",
}
"""The rights on a flow by their short names, in the order they are shown."""

DEFAULT_GRANTS: Mapping[str, tuple[str, ...]] = {
    "analyst": ("view", "edit", "publish", "start", "reveal"),
    "steward": ("view",),
    "operator": ("view", "start", "operate", "reveal"),
    "administrator": tuple(CODENAMES),
}
ADMINISTRATOR = "administrator"
MAKERS = frozenset({"analyst", ADMINISTRATOR})
"""The roles that may make flows."""


def roles_of(actor: Actor) -> frozenset[str]:
    """Names of the actor's groups; none for somebody who is not signed in or not active."""
    if not isinstance(actor, AbstractUser) or not actor.is_active:
        return frozenset()
    return frozenset(actor.groups.values_list("name", flat=True))


def visible_flows(actor: Actor, permission: str = "view") -> QuerySet[Flow]:
    """The flows on which the actor holds the permission."""
    if not isinstance(actor, AbstractUser) or not actor.is_active:
        return Flow.objects.none()
    rows: QuerySet[Flow] = get_objects_for_user(
        actor, f"store.{_codename(permission)}", klass=Flow, with_superuser=False, accept_global_perms=False
    )
    return rows


def visible_flow_ids(actor: Actor, permission: str = "view") -> frozenset[int]:
    """Their ids, for queries over executions."""
    return frozenset(visible_flows(actor, permission).order_by().values_list("pk", flat=True))


def flow_for(actor: Actor, slug: str, permission: str = "view") -> Flow:
    """The flow, where the actor holds the permission on it. Raises NotFound where it may not even
    be seen, and Forbidden where it may be seen but this may not be done."""
    found = visible_flows(actor, permission).select_related("live_version").filter(slug=slug).first()
    if found is not None:
        return found
    if _codename(permission) != CODENAMES["view"] and visible_flows(actor).filter(slug=slug).exists():
        raise Forbidden(
            f"You may see the flow {slug!r}, but not {_short(permission)} it.",
            hint="Ask an administrator for the right.",
        )
    raise NotFound(f"There is no flow {slug!r}.", hint="Look at the list of flows.")


def permissions_on(actor: Actor, flows: Iterable[Flow]) -> dict[int, tuple[str, ...]]:
    """Per flow the short names of the rights the actor holds, in a fixed number of queries."""
    rows = list(flows)
    if not isinstance(actor, AbstractUser) or not actor.is_active or not rows:
        return {row.pk: () for row in rows}
    checker = ObjectPermissionChecker(actor)
    checker.prefetch_perms(cast(QuerySet[Flow], rows))  # takes a list as well; its types do not say so
    return {
        row.pk: tuple(short for short, code in CODENAMES.items() if checker.has_perm(code, row))
        for row in rows
    }


def permissions_of(actor: Actor, flow: Flow) -> tuple[str, ...]:
    """The short names of the rights the actor holds on one flow."""
    return permissions_on(actor, [flow])[flow.pk]


def grant(flow: Flow, to: AbstractUser | Group, permissions: Iterable[str]) -> None:
    """Gives a person or a group rights on the flow; giving them again changes nothing."""
    for permission in permissions:
        assign_perm(f"store.{_codename(permission)}", to, flow)


def grant_defaults(flow: Flow) -> None:
    """The grants every new flow starts with, all by one statement: one by one they take longer than
    all else about a new flow."""
    kind = ContentType.objects.get_for_model(Flow)
    rights = {one.codename: one for one in Permission.objects.filter(content_type=kind)}
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in DEFAULT_GRANTS}
    grants = [
        GroupObjectPermission(
            permission=rights[CODENAMES[permission]],
            group=groups[role],
            content_type=kind,
            object_pk=str(flow.pk),
        )
        for role, permissions in DEFAULT_GRANTS.items()
        for permission in permissions
    ]
    GroupObjectPermission.objects.bulk_create(grants, ignore_conflicts=True)


def require_maker(actor: Actor) -> None:
    """Raises Forbidden unless the actor may make flows."""
    if MAKERS.isdisjoint(roles_of(actor)):
        raise Forbidden("You may not make flows.", hint="This is for analysts and administrators.")


def require_administrator(actor: Actor) -> None:
    """Raises Forbidden unless the actor may say who may do what."""
    if ADMINISTRATOR not in roles_of(actor):
        raise Forbidden("You may not give or take rights.", hint="This is for administrators.")


def _codename(permission: str) -> str:
    return CODENAMES.get(permission, permission)


def _short(permission: str) -> str:
    return next((short for short, code in CODENAMES.items() if code == permission), permission)
