"""The OpenAPI document: what the code says, and all of it."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from tests.factories import Api, Cast
from tests.integration.api import routes

COMMITTED = "frontend/openapi.json"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document made from the code, without a warning."""
    path = tmp_path_factory.mktemp("schema") / "openapi.json"
    options = ["--format", "openapi-json", "--validate", "--fail-on-warn", "--file", str(path)]
    call_command("spectacular", *options)
    made: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return made


def test_the_committed_document_is_what_the_code_says(document: dict[str, Any]) -> None:
    committed = json.loads(Path(settings.BASE_DIR, COMMITTED).read_text("utf-8"))
    assert committed == document, f"Renew {COMMITTED}: manage.py spectacular --format openapi-json --file …"


def test_every_address_of_the_api_is_described(document: dict[str, Any]) -> None:
    described = {(m.upper(), path) for path, one in document["paths"].items() for m in one}
    walked = {
        (route.method, route.in_words())
        for route in routes.walk()
        if route.template.startswith("api/v1/") and route.action not in ("nowhere", "view", "SchemaView")
    }
    assert walked <= described
    of_the_door = {"/hooks/{flow}", "/api/v1/flows/{flow}/executions/", "/api/v1/flows/{flow}/files/"}
    assert {("POST", path) for path in of_the_door} == described - walked


def test_operations_are_named_once_and_described(document: dict[str, Any]) -> None:
    operations = [one for path in document["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    assert [one["operationId"] for one in operations if not one.get("description")] == []


def test_every_refusal_is_a_problem(document: dict[str, Any]) -> None:
    operations = [one for path in document["paths"].values() for one in path.values()]
    for responses in (one["responses"] for one in operations):
        refusals = [one for status, one in responses.items() if status >= "4"]
        assert refusals
        assert all(list(one["content"]) == ["application/problem+json"] for one in refusals)


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("?format=json", "*/*", "application/json"),
        ("?format=json", "application/yaml", "application/json"),
        ("?format=yaml", "application/json", "application/yaml"),
        ("", "application/json", "application/json"),
        ("", "application/yaml", "application/yaml"),
        ("", "*/*", "application/vnd.oai.openapi"),
    ],
)
def test_the_schema_comes_as_asked(cast: Cast, query: str, accept: str, kind: str) -> None:
    answer = Api(cast.client)("GET", f"schema/{query}", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, kind)
    read = json.loads if kind.endswith("json") else yaml.safe_load
    assert read(answer.content)["openapi"] == "3.1.0"
    assert f".{'json' if kind.endswith('json') else 'yaml'}" in answer["Content-Disposition"]


def test_a_form_that_there_is_not_is_named(cast: Cast) -> None:
    for query, code in (("format=xml", "unknown_format"), ("lang=en", "unknown_parameter")):
        answer = Api(cast.client)("GET", f"schema/?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, f"request.{code}")
        assert answer["Content-Type"] == "application/problem+json"


def test_the_schema_is_served_to_those_who_are_signed_in(cast: Cast, document: dict[str, Any]) -> None:
    answer = Api(cast.client)("GET", "schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.status_code == 200
    assert json.loads(answer.content) == document
