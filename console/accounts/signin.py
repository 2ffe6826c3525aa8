"""Sign-in with a limit on failures; unknown names, wrong passwords and locked users look alike."""

import hashlib

from django.contrib.auth import authenticate
from django.db import connection
from django.http import HttpRequest

from connectors.sdk.errors import FairleadError
from console.accounts.models import FailedSignIn, User

WINDOW_S = 300
LIMITS = {"pair": 5, "name": 50, "address": 50}
"""Failures within the window: of one name from one address, of one name, of one address."""

_COUNT = """
INSERT INTO accounts_failedsignin AS f (key, failures, since) VALUES (%s, 1, now())
ON CONFLICT (key) DO UPDATE SET
  failures = CASE WHEN f.since < now() - make_interval(secs => %s) THEN 1 ELSE f.failures + 1 END,
  since = CASE WHEN f.since < now() - make_interval(secs => %s) THEN now() ELSE f.since END
RETURNING failures, extract(epoch FROM since - now()) + %s
"""


class SignInRefused(FairleadError):
    """The name or the password is wrong; which of them is not said."""

    code = "session.refused"


class SignInThrottled(FairleadError):
    """Too many failures; ``retry_after`` says how many seconds to wait."""

    code = "session.throttled"


def sign_in(request: HttpRequest, username: str, password: str) -> User:
    """The user whose name and password these are. The attempt is counted before the password is
    looked at, so that many attempts at once cannot slip past the limit."""
    keys = _keys(request, username)
    _admit(keys)
    user = authenticate(request, username=username.strip(), password=password)
    if not isinstance(user, User):
        raise SignInRefused("The name or the password is wrong.", hint="Check both and try again.")
    _forgive(keys)
    return user


def confirm(request: HttpRequest, user: User, password: str) -> bool:
    """Whether this is the password of the signed-in user. Wrong ones count as failed sign-ins, so that a
    session left open gives nobody more guesses than the sign-in page."""
    keys = _keys(request, user.username)
    _admit(keys)
    if not user.check_password(password):
        return False
    _forgive(keys)
    return True


def _keys(request: HttpRequest, username: str) -> dict[str, str]:
    address = request.META.get("REMOTE_ADDR") or "local"
    name = username.strip().lower()
    return {
        "pair": _key("pair", name, address),
        "name": _key("name", name),
        "address": _key("address", address),
    }


def _admit(keys: dict[str, str]) -> None:
    wait = max(_count(keys[kind], limit) for kind, limit in LIMITS.items())
    if wait > 0:
        raise SignInThrottled(
            "Too many sign-ins failed.", hint=f"Wait {wait} seconds, then try again.", retry_after=wait
        )


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _count(key: str, limit: int) -> int:
    """Adds one attempt; returns the seconds to wait, 0 while the limit is not reached."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, WINDOW_S, WINDOW_S, WINDOW_S])
        failures, left = cursor.fetchone() or (0, 0)
    return max(1, int(left)) if failures > limit else 0


def _forgive(keys: dict[str, str]) -> None:
    """A good sign-in ends the pair's count and takes its own attempt off the two others."""
    FailedSignIn.objects.filter(key=keys["pair"]).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_failedsignin SET failures = greatest(failures - 1, 0) WHERE key = ANY(%s)",
            [[keys["name"], keys["address"]]],
        )
