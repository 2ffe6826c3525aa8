"""Who sent a request, by the console's session: the way of the console's own start button."""

import io
from typing import Any, cast

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from console.accounts.models import User
from console.lifespan import Scope
from flows.facade.errors import Forbidden


def has_session(headers: Any) -> bool:
    """Whether the request carries a session cookie at all."""
    return "sessionid=" in headers.get("cookie", "")


def user_of(scope: Scope) -> int | None:
    """Id of the signed-in, active user; None where nobody is. Synchronous: call it in a thread.

    Raises:
        Forbidden: the request does not prove that the console's own page sent it.
    """
    request = ASGIRequest(cast(dict[str, Any], dict(scope)), io.BytesIO())
    SessionMiddleware(_nothing).process_request(request)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    _check_origin(request)
    return user.pk


def _check_origin(request: HttpRequest) -> None:
    guard = CsrfViewMiddleware(_nothing)
    guard.process_request(request)
    if guard.process_view(request, _nothing, (), {}) is not None:
        raise Forbidden(
            "The request does not carry the console's CSRF token.", hint="Reload the page and try again."
        )


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
