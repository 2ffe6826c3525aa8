"""How a REST call says who it is: a bearer token, or the console's session."""

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from console.accounts import tokens
from console.accounts.models import ApiToken, User


def not_accepted(scheme: str) -> str:
    """What to say of an Authorization header of another scheme."""
    return (
        f"Authorization: {scheme[:40]} is not accepted here. Make an API token in the console, under"
        " Tokens, and send it as Authorization: Bearer flt_…"
    )


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer flt_…``. ``request.auth`` is the token."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if parts[0].lower() != self.keyword:
            return self._other_scheme(request, parts[0].decode("latin-1"))
        if len(parts) != 2:
            raise AuthenticationFailed("The Authorization header must be: Bearer, a space, the token.")
        token = tokens.find(parts[1].decode("ascii", "replace"))
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.")
        return token.user, token

    @staticmethod
    def _other_scheme(request: Request, scheme: str) -> None:
        """A page behind a proxy with a sign-in of its own sends that one's header beside its session."""
        if not isinstance(getattr(request._request, "user", None), User):
            raise AuthenticationFailed(not_accepted(scheme))

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="fairlead"'


def actor_of(request: Request) -> User:
    """The signed-in user of a request that passed authentication."""
    user: User | AnonymousUser = request.user
    if not isinstance(user, User):
        raise AuthenticationFailed("Nobody is signed in.")
    return user
