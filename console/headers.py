"""The middleware that gives Django's answers the security headers of every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from console.pages import security_headers


class SecurityHeaders:
    """Adds what ``console.pages.security_headers`` says, unless the view said otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        for name, value in security_headers().items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
