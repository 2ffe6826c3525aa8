"""Entering people and changing what they may do: by administrators, and on the command line."""

import secrets
from collections.abc import Sequence

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from connectors.sdk.errors import FairleadError
from console.accounts.directory import nobody
from console.accounts.models import User
from console.accounts.roles import ADMINISTRATOR, ROLES
from console.audit.trail import record
from flows.facade.errors import Conflict

_PASSWORD_BYTES = 15


class PersonRefused(FairleadError):
    """A user cannot be entered as asked."""

    code = "person.refused"


def fresh_password() -> str:
    """A password of 120 random bits, to be shown once."""
    return secrets.token_urlsafe(_PASSWORD_BYTES)


@transaction.atomic
def enter(username: str, *, roles: Sequence[str], password: str) -> User:
    """The user with these roles and this password, made where there is none. A password that is
    right already is left alone, so that sessions go on."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise PersonRefused(f"There is no role {', '.join(unknown)}.", hint=f"Roles are: {', '.join(ROLES)}.")
    user, created = User.objects.get_or_create(username=username)
    changed = created or user.group_names != frozenset(roles)
    if changed:
        _set_groups(user, roles)
    if not user.check_password(password):
        _set_password(user, password)
        changed = True
    if changed:
        record(None, "user.enter", f"user:{username}", {"roles": list(roles)})
    return user


def create(username: str, roles: Sequence[str]) -> tuple[User, str]:
    """A new person and the password, which cannot be had again. Raises Conflict where the name is in
    use, in capital letters or small ones: two people must not look alike in the audit trail."""
    taken = Conflict(f"The name {username!r} is in use.", hint="Choose another name.")
    if User.objects.filter(username__iexact=username).exists():
        raise taken
    password = fresh_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, password=password)
    except IntegrityError:
        raise taken from None
    _set_groups(user, roles)
    return user, password


def set_roles(actor: User, id: int, roles: Sequence[str]) -> User:
    """Gives the person these roles and no other. Raises NotFound, and Conflict where it would take
    the role of administrator from the actor or from the last one."""
    user = _locked(id)
    if ADMINISTRATOR not in roles:
        if user == actor:
            raise Conflict(
                "You cannot take the role administrator from yourself.",
                hint="Ask another administrator to do it.",
            )
        _require_another(user)
    _set_groups(user, roles)
    return user


def deactivate(actor: User, id: int) -> User:
    """Shuts the person out: sessions, tokens and live pages end, and sign-in is refused. Raises NotFound,
    and Conflict for the actor and for the last administrator."""
    user = _locked(id)
    if user == actor:
        raise Conflict("You cannot deactivate yourself.", hint="Ask another administrator to do it.")
    _require_another(user)
    return _switch(user, active=True, to=False)


def activate(id: int) -> User:
    """Lets the person in again, with the roles, rights and password as they were. Raises NotFound."""
    return _switch(_locked(id), active=False, to=True)


def renew_password(id: int) -> tuple[User, str]:
    """A new password, which cannot be had again; sessions that the old one opened end. Raises NotFound."""
    user = _locked(id)
    password = fresh_password()
    _set_password(user, password)
    return user, password


def change_password(user: User, password: str) -> None:
    """Gives the person the password that they chose; sessions that the old one opened end. Raises
    django.core.exceptions.ValidationError where it is too short or too common."""
    validate_password(password, user)
    _set_password(user, password)


def _locked(id: int) -> User:
    """The person, until the end of the transaction. Changes of people wait for each other, so that two
    administrators cannot shut each other out at the same moment."""
    Group.objects.get_or_create(name=ADMINISTRATOR)
    Group.objects.select_for_update(no_key=True).get(name=ADMINISTRATOR)
    user = User.objects.select_for_update(no_key=True).filter(pk=id).first()
    if user is None:
        raise nobody()
    return user


def _require_another(user: User) -> None:
    """Raises Conflict where nobody else could give rights any more."""
    others = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).exclude(pk=user.pk)
    if not others.exists():
        raise Conflict(
            f"{user.username} is the last active administrator.",
            hint="Give another person the role administrator first.",
        )


def _set_groups(user: User, roles: Sequence[str]) -> None:
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    user.__dict__.pop("group_names", None)


def _set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])


def _switch(user: User, *, active: bool, to: bool) -> User:
    if user.is_active is active:
        user.is_active = to
        user.save(update_fields=["is_active"])
    return user
