"""Entering users, for the command line and the demonstration."""

from collections.abc import Sequence

from django.contrib.auth.models import Group
from django.db import transaction

from connectors.sdk.errors import FairleadError
from console.accounts.models import User
from console.accounts.roles import ROLES
from console.audit.trail import record


class PersonRefused(FairleadError):
    """A user cannot be entered as asked."""

    code = "person.refused"


@transaction.atomic
def enter(username: str, *, roles: Sequence[str], password: str) -> User:
    """The user with these roles and this password, made where there is none. A password that is
    right already is left alone, so that sessions go on."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise PersonRefused(f"There is no role {', '.join(unknown)}.", hint=f"Roles are: {', '.join(ROLES)}.")
    user, created = User.objects.get_or_create(username=username)
    groups = [Group.objects.get_or_create(name=role)[0] for role in roles]
    changed = created or user.group_names != frozenset(roles)
    if changed:
        user.groups.set(groups)
        user.__dict__.pop("group_names", None)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
        changed = True
    if changed:
        record(None, "user.enter", f"user:{username}", {"roles": list(roles)})
    return user
