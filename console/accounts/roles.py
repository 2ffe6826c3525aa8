"""The roles people hold (Django groups of the same names) and the sections each may open."""

from django.contrib.auth.models import AnonymousUser

from console.accounts.models import User

ADMINISTRATOR = "administrator"
ROLES = ("analyst", "steward", "operator", ADMINISTRATOR, "client")

SECTIONS: dict[str, frozenset[str]] = {
    "wall": frozenset({"analyst", "steward", "operator", "administrator"}),
    "flows": frozenset({"analyst", "steward", "operator", "administrator", "client"}),
    "executions": frozenset({"analyst", "steward", "operator", "administrator", "client"}),
    "dead-letters": frozenset({"analyst", "operator", "administrator"}),
    "connections": frozenset({"analyst", "steward", "operator", "administrator"}),
    "systems": frozenset({"analyst", "steward", "operator", "administrator"}),
    "tokens": frozenset({"analyst", "steward", "operator", "administrator", "client"}),
    "people": frozenset({ADMINISTRATOR}),
}

PERMITTED: dict[str, str] = {"audit": "audit.view_auditentry"}
"""Sections that go by a permission instead of a role."""


def roles_of(user: User | AnonymousUser) -> tuple[str, ...]:
    """The user's roles in the order of ``ROLES``."""
    if isinstance(user, AnonymousUser):
        return ()
    return tuple(role for role in ROLES if role in user.group_names)


def has_role(user: User | AnonymousUser, *wanted: str) -> bool:
    """Whether the user holds at least one of the roles."""
    return not set(wanted).isdisjoint(roles_of(user))


def sections_of(user: User) -> list[str]:
    """The console's sections the user may open, in the order of the navigation."""
    held = set(roles_of(user))
    by_role = [section for section, roles in SECTIONS.items() if not held.isdisjoint(roles)]
    return by_role + [section for section, permission in PERMITTED.items() if user.has_perm(permission)]
