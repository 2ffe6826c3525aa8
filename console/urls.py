"""Every address that Django answers. Webhooks, REST starts and web sockets never reach it."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from console import pages

urlpatterns: list[URLPattern | URLResolver] = []

if find_spec("console.api.health"):
    from console.api import health

    urlpatterns += [
        path("healthz", health.healthz),
        path("readyz", health.readyz),
        path("metrics", health.metrics),
    ]
if find_spec("console.api.urls"):
    urlpatterns += [path("api/v1/", include("console.api.urls"))]

urlpatterns += [re_path(r"^(?!api/|hooks/|ws/|assets/)", pages.index)]
