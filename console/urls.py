"""Every address that Django answers. Webhooks, REST starts and web sockets never reach it."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from console import pages
from console.api import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", include("console.api.urls")),
    re_path(r"^(?!api/|hooks/|ws/|assets/)", pages.index),
]

handler400 = "console.api.problems.bad_request"
handler404 = "console.api.problems.not_found"
handler500 = "console.api.problems.server_error"
