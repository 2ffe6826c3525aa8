"""Walks the URL conf: every address of the installation with every method it has."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from connectors.sdk.types import JSON
from console.accounts.models import User
from tests import factories
from tests.integration.api.conftest import World

PLACE = re.compile(r"\(\?P<(?P<group>\w+)>[^)]*\)|<(?:\w+:)?(?P<name>\w+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """An address with places to fill in, a method, and the view set's action (or the view's name)."""

    method: str
    template: str
    action: str
    scopes: Mapping[str, str] | None = None

    def path(self, values: Mapping[str, str]) -> str:
        """The address with its places filled in."""
        filled = PLACE.sub(lambda found: values[found["group"] or found["name"]], self.template)
        return f"/{filled}"

    def in_words(self) -> str:
        """The address as OpenAPI writes it, ``/flows/{slug}/``."""
        return "/" + PLACE.sub(lambda found: f"{{{found['group'] or found['name']}}}", self.template)

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


def walk() -> list[Route]:
    """Every route of the URL conf, the console's page left out (it is the same for everybody)."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=str)


def _walk(patterns: list[Any], before: str) -> Iterator[Route]:
    for one in patterns:
        here = before + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield from _of_view(one.callback, here)


def _of_view(callback: Any, template: str) -> Iterator[Route]:
    actions: Mapping[str, str] | None = getattr(callback, "actions", None)
    if actions is not None:
        for method, action in sorted(actions.items()):
            if method == "head":  # DRF adds it beside GET once the view was called
                continue
            yield Route(method.upper(), template, action, callback.cls.scopes)
    else:
        yield Route("GET", template, getattr(callback, "__name__", ""))


def values(world: World) -> dict[str, str]:
    """What fills the places, so that each address leads to something that is there."""
    return {
        "slug": world.flow.slug,
        "flow": world.flow.slug,
        "number": "1",
        "id": str(world.execution),
        "group": "0" * 16,
        "name": "http",
        "step": "load",
    }


def values_for(route: Route, world: World) -> dict[str, str]:
    """As ``values``, with the kind of thing that the address is about."""
    found = values(world)
    if "/connections/" in route.template:
        found["slug"] = world.connection.slug
    elif "/systems/" in route.template:
        found["slug"] = world.connection.system
    elif "/tokens/" in route.template:
        found["id"] = "1"
    elif "/people/" in route.template:
        found["id"] = str(User.objects.get(username="client").pk)
    if "/rights/" in route.template:
        found |= {"kind": "role", "name": "client"}
    return found


BODIES: Mapping[tuple[str, str], JSON] = {
    ("flows", "create"): {"slug": "fresh", "name": "Fresh"},
    ("flows", "import_"): {"definition": factories.flow_document("imported")},
    ("flows", "update"): {"definition": factories.flow_document()},
    ("flows", "validate"): {"definition": factories.flow_document()},
    ("flows", "give"): {"rights": ["start"]},
    ("people", "create"): {"username": "fresh", "roles": ["client"]},
    ("people", "partial_update"): {"roles": ["operator"]},
    ("executions", "resolve"): {"outcome": "cancel"},
    ("executions", "counts"): {"executions": ["0190a5a0-0000-7000-8000-000000000000"]},
    ("dead-letters", "redrive"): {"executions": ["0190a5a0-0000-7000-8000-000000000000"]},
    ("dead-letters", "replay"): {"executions": ["0190a5a0-0000-7000-8000-000000000000"]},
    ("dead-letters", "discard"): {
        "executions": ["0190a5a0-0000-7000-8000-000000000000"],
        "note": "Of no use any more.",
    },
    ("dead-letters", "discard_group"): {"note": "Of no use any more."},
    ("dead-letters", "restore"): {"executions": ["0190a5a0-0000-7000-8000-000000000000"]},
    ("connections", "give"): {"rights": ["test"]},
    ("connections", "create"): {"slug": "fresh", "name": "Fresh", "connector": "http", "system": "any"},
    ("connections", "partial_update"): {"name": "Changed"},
    ("systems", "create"): {"slug": "fresh", "name": "Fresh"},
    ("systems", "partial_update"): {"name": "Changed"},
    ("tokens", "create"): {"name": "mine", "scopes": ["flows:read"]},
    ("mappings", "preview"): {"expression": "1"},
    ("schedules", "preview"): {"cron": "0 6 * * *"},
}


def body_for(route: Route) -> JSON:
    """A sound body, so that nothing but the caller's rights decides."""
    section = route.template.removeprefix("api/v1/").split("/")[0].lstrip("^")
    return BODIES.get((section, route.action), {} if route.method in ("POST", "PUT", "PATCH") else None)
