"""Names that a call does not have are refused, on every address; nothing is silently ignored."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from flows.store.models import Flow
from tests.factories import FLOW, Api, Cast
from tests.integration.api import routes
from tests.integration.api.conftest import World
from tests.integration.api.routes import Route

OF_THE_API = [one for one in routes.walk() if one.scopes is not None]
WITH_BODY = [one for one in OF_THE_API if one.method in ("POST", "PUT", "PATCH")]


def ask(api: Api, route: Route, world: World, query: str = "", body: Any = None) -> Any:
    path = route.path(routes.values_for(route, world))
    needed = "target=any" if route.action == "describe" else ""
    return api(route.method, f"{path}?{needed}&{query}", body or routes.body_for(route), {"If-Match": "*"})


def test_every_address_names_a_parameter_that_it_has_not(world: World, cast: Cast) -> None:
    api = Api(cast.administrator)
    assert len(OF_THE_API) > 55

    def holds(route: Route) -> bool:
        answer = ask(api, route, world, "bogus=1")
        told = answer.json() if answer.status_code == 400 else {}
        named = [one["where"]["path"] for one in told.get("problems", ())]
        return (told.get("code"), named) == ("request.unknown_parameter", ["bogus"])

    assert [str(one) for one in OF_THE_API if not holds(one)] == []


def test_every_address_names_a_field_that_it_has_not(world: World, cast: Cast) -> None:
    api = Api(cast.administrator)

    def holds(route: Route) -> bool:
        sound = routes.body_for(route)
        answer = ask(api, route, world, body={**(sound if isinstance(sound, dict) else {}), "bogus": None})
        told = answer.json() if answer.status_code == 400 else {}
        named = [one["where"]["path"] for one in told.get("problems", ())]
        return (told.get("code"), named) == ("request.unknown_field", ["bogus"])

    assert [str(one) for one in WITH_BODY if not holds(one)] == []
    assert not Flow.objects.filter(slug="fresh").exists()


@pytest.mark.parametrize(
    ("method", "path", "body", "name", "near", "known"),
    [
        ("GET", "executions/?statsu=dead", None, "statsu", "status", "received_before"),
        ("GET", "flows/?page=2", None, "page", "", "cursor"),
        ("POST", "flows/", {"slug": "x", "name": "X", "definitoin": {}}, "definitoin", "definition", "slug"),
        ("POST", f"flows/{FLOW}/publish/", {"notes": "x"}, "notes", "note", "note"),
    ],
)
def test_what_there_is_instead_is_told(
    world: World, cast: Cast, method: str, path: str, body: Any, name: str, near: str, known: str
) -> None:
    told = Api(cast.analyst)(method, path, body).json()
    assert name in told["detail"]
    assert known in told["hint"]
    assert near in told["problems"][0]["hint"]


def test_calls_without_a_body_take_none(world: World, cast: Cast) -> None:
    path = f"flows/{FLOW}/pause/"
    for body in ({"reason": "x"}, [1], "x", b"null"):
        assert Api(cast.analyst)("POST", path, body).json()["code"] == "request.unknown_field"
    assert Api(cast.analyst)("POST", path).status_code == 200
    assert Api(cast.analyst)("POST", path, {}).status_code == 200


def test_those_who_may_not_call_learn_nothing(world: World, cast: Cast) -> None:
    assert Api()("GET", "executions/?bogus=1").status_code == 401
    assert Api(cast.analyst)("GET", "audit/?bogus=1").status_code == 403


def test_every_call_says_what_it_takes() -> None:
    """By the decorator that also refuses the rest, and not by the library's own."""
    views = Path(settings.BASE_DIR, "console", "api", "views").glob("*.py")
    wrong = [one.name for one in views if "spectacular.utils import extend_schema" in one.read_text("utf-8")]
    assert wrong == []
