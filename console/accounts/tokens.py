"""Bearer tokens: ``flt_<prefix>_<secret>``, hashed at rest, scoped, expiring, shown once."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from connectors.sdk.errors import FairleadError
from console.accounts.models import ApiToken, User
from console.accounts.roles import ADMINISTRATOR, roles_of

SCOPES = (
    "executions:start",
    "executions:read",
    "executions:operate",
    "flows:read",
    "flows:write",
    "connections:read",
    "connections:write",
    "admin",
)
_STARTING = ("executions:start", "executions:read")
_OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "analyst": (*_STARTING, "flows:read", "flows:write", "connections:read", "connections:write"),
    "steward": ("executions:read", "flows:read", "connections:read", "connections:write"),
    "operator": (*_STARTING, "executions:operate", "flows:read", "connections:read"),
    "administrator": SCOPES,
    "client": _STARTING,
}
"""What a role can use by the rights that it has on every flow and connection."""
DEFAULT_DAYS = 90
LONGEST_DAYS = 365
LAST_USE_RESOLUTION = timedelta(minutes=1)


class TokenRefused(FairleadError):
    """A token cannot be made as asked."""

    code = "token.refused"


def digest(token: str) -> str:
    """What is stored of a token: SHA-256 in hexadecimal. The secret has 192 random bits, so a slow
    hash would add cost and no safety."""
    return hashlib.sha256(token.encode()).hexdigest()


def scopes_of(user: User) -> list[str]:
    """The scopes that the user's roles can use; those of a client where the user has no role."""
    usable = {scope for role in roles_of(user) or ("client",) for scope in _OF_ROLE[role]}
    return [scope for scope in SCOPES if scope in usable]


def create(
    user: User, name: str, scopes: Iterable[str] = SCOPES, days: int = DEFAULT_DAYS
) -> tuple[ApiToken, str]:
    """Makes a token and returns it with its text, which cannot be had again."""
    wanted = set(scopes)
    if unknown := sorted(wanted - set(SCOPES)):
        raise TokenRefused(
            f"There is no scope {', '.join(unknown)}.", hint=f"Scopes are: {', '.join(SCOPES)}."
        )
    if not wanted:
        raise TokenRefused("A token without a scope could do nothing.", hint="Choose at least one scope.")
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused(
            f"A token may live 1 to {LONGEST_DAYS} days, not {days}.", hint="Choose a shorter life."
        )
    prefix = secrets.token_hex(4)
    text = f"flt_{prefix}_{secrets.token_hex(24)}"
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=prefix,
        hash=digest(text),
        scopes=[scope for scope in SCOPES if scope in wanted],
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, text


def find(text: str) -> ApiToken | None:
    """The valid token with this text, its user active; None for anything else."""
    if not text.startswith("flt_") or len(text) > 100 or not text.isascii():
        return None
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("user")
        .filter(hash=digest(text), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if token is not None:
        _note_use(token, now)
    return token


def _note_use(token: ApiToken, now: datetime) -> None:
    """Writes the last use at most once a minute, so that a busy client costs no write per call."""
    if token.last_used_at is not None and now - token.last_used_at < LAST_USE_RESOLUTION:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - LAST_USE_RESOLUTION)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def seen_by(user: User) -> QuerySet[ApiToken]:
    """The tokens that the user may look at and revoke: an administrator everybody's, others their own."""
    if ADMINISTRATOR in roles_of(user):
        return ApiToken.objects.filter(revoked_at=None).select_related("user")
    return of_user(user).select_related("user")


def of_user(user: User) -> QuerySet[ApiToken]:
    """The user's tokens that were not revoked, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None)


def revoke(token: ApiToken) -> None:
    """Ends the token at once; the row stays, so that its past use can be looked up."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
