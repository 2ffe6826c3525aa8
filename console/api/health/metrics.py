"""``/metrics`` in Prometheus' text format, for administrators, operators and the scraper's token."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from console.accounts import tokens
from console.accounts.models import User
from console.accounts.roles import has_role
from console.api import problems
from console.api.health.figures import Figures

READERS = ("administrator", "operator")
SCOPE = "executions:read"


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of the whole installation."""
    bearer = _bearer(request)
    if bearer is not None and _is_scraper(bearer):
        return _figures()
    user = _user(request, bearer)
    if user is None:
        answer = problems.respond(401, "not_authenticated", "Metrics are for those who are signed in.")
        answer["WWW-Authenticate"] = 'Bearer realm="fairlead"'
        return answer
    if not has_role(user, *READERS):
        return problems.respond(403, "forbidden", f"This is for the roles: {', '.join(READERS)}.")
    return _figures()


def _figures() -> HttpResponse:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _bearer(request: HttpRequest) -> str | None:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def _is_scraper(text: str) -> bool:
    expected: str = settings.FAIRLEAD_METRICS_TOKEN
    return bool(expected) and hmac.compare_digest(text.encode(), expected.encode())


def _user(request: HttpRequest, bearer: str | None) -> User | None:
    if bearer is not None:
        token = tokens.find(bearer)
        return token.user if token is not None and SCOPE in token.scopes else None
    return request.user if isinstance(request.user, User) else None
