"""A body is taken at its word: what is of another JSON type is refused, on every address."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from flows.engine.mapping import MAX_SOURCE_CHARS
from flows.store.models import Flow
from tests.factories import FLOW, Api, Cast
from tests.integration.api import routes
from tests.integration.api.conftest import World
from tests.integration.api.routes import Route

DOCUMENT = json.loads(Path(settings.BASE_DIR, "frontend", "openapi.json").read_text("utf-8"))
WRONG: dict[str, tuple[Any, ...]] = {
    "string": (5, 1.5, True, {}, []),
    "integer": ("5", 1.0, 1.5, True, [], {}),
    "number": ("5", True, [], {}),
    "boolean": ("yes", "true", 1, 0, [], {}),
    "array": ("x", 5, {}),
    "object": ("x", 5, []),
}


def resolved(schema: Any) -> Any:
    """The schema behind references."""
    while "$ref" in schema or "allOf" in schema:
        schema = schema["allOf"][0] if "allOf" in schema else schema
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def fields_of(route: Route) -> dict[str, Any]:
    operation = DOCUMENT["paths"].get(route.in_words(), {}).get(route.method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return resolved(content["schema"]).get("properties", {}) if content else {}


def wrong_values(schema: Any) -> list[Any]:
    schema = resolved(schema)
    kinds = schema.get("type")
    kind = kinds if isinstance(kinds, str) else next((one for one in kinds or () if one != "null"), "")
    found = list(WRONG.get(kind, ()))
    if kind == "array":
        found += [[one] for one in wrong_values(schema["items"])]
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        found += [{"a": one} for one in wrong_values(schema["additionalProperties"])]
    return found


CASES = [
    (route, name, wrong_values(schema))
    for route in routes.walk()
    for name, schema in fields_of(route).items()
]


def test_the_walk_finds_the_fields() -> None:
    assert len(CASES) > 30
    assert sum(len(values) for _, _, values in CASES) > 150


@pytest.mark.parametrize(("route", "name", "values"), CASES, ids=[f"{one[0]} {one[1]}" for one in CASES])
def test_what_is_of_another_type_is_refused(
    world: World, cast: Cast, route: Route, name: str, values: list[Any]
) -> None:
    api = Api(cast.administrator)
    path = route.path(routes.values_for(route, world))
    sound = routes.body_for(route)
    for value in values:
        answer = api(route.method, path, {**(sound or {}), name: value}, {"If-Match": "*"})
        told = answer.json()
        assert (answer.status_code, told["code"]) == (400, "invalid"), (value, told)
        assert any(one["where"]["path"].split(".")[0] == name for one in told["problems"]), value


def test_every_wrong_field_is_told_at_once(cast: Cast) -> None:
    told = Api(cast.analyst)("POST", "flows/", {"slug": 5, "name": 6, "definition": "x"}).json()
    assert sorted(one["where"]["path"] for one in told["problems"]) == ["definition", "name", "slug"]
    assert not Flow.objects.exists()


def test_a_preview_takes_what_a_flow_takes(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    longest = " " * (MAX_SOURCE_CHARS - 1) + "1"
    assert api("POST", "mappings/preview/", {"expression": longest}).status_code == 200
    assert api("POST", "mappings/preview/", {"expression": " " + longest}).status_code == 400
    document = api("GET", f"flows/{FLOW}/draft/").json()["definition"]
    for expression, problems in ((longest, 0), (" " + longest, 1)):
        document["steps"][0]["config"]["expression"] = expression
        told = api("POST", f"flows/{FLOW}/draft/validate/", {"definition": document}).json()
        assert len({one["where"]["path"] for one in told["problems"]}) == problems
