"""Bad input: a 4xx with a problem body that names what is wrong; nothing stored, the process alive."""

from typing import Any

import pytest
from django.db import OperationalError

from console.api.parsers import MAX_BYTES
from flows.store.models import Flow
from tests.factories import FLOW, Api, Cast, flow_document
from tests.integration.api.conftest import World

DEEP = 100_000
BODIES = {
    "nothing": (b"", 400),
    "no JSON": (b"<order/>", 400),
    "cut off": (b'{"slug": "x"', 400),
    "two documents": (b"{}{}", 400),
    "NaN": (b'{"slug": NaN}', 400),
    "infinity": (b'{"slug": -Infinity}', 400),
    "a number beyond all bounds": (b'{"slug": 1e999}', 400),
    "NUL": (b'{"slug": "a\\u0000b", "name": "x"}', 400),
    "NUL in a name": (b'{"a\\u0000": 1}', 400),
    "a lone surrogate": (b'{"slug": "\\ud800", "name": "x"}', 400),
    "no UTF-8": (b'{"slug": "\xff\xfe"}', 400),
    "a surrogate in UTF-8": (b'{"slug": "\xed\xa0\x80"}', 400),
    "deep lists": (b"[" * DEEP + b"]" * DEEP, 400),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400),
    "101 levels": (b"[" * 101 + b"]" * 101, 400),
    "a list": (b"[]", 400),
    "a text": (b'"slug"', 400),
    "null": (b"null", 400),
    "wrong types": (b'{"slug": {"a": 1}, "name": [1]}', 400),
    "huge": (b'"' + b"x" * MAX_BYTES + b'"', 413),
}
ADDRESSES = (
    "flows/",
    "flows/import/",
    "mappings/preview/",
    "connections/",
    "systems/",
    "tokens/",
    "session/",
)


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_named_and_stores_nothing(cast: Cast, name: str) -> None:
    body, status = BODIES[name]
    api = Api(cast.administrator)
    for address in ADDRESSES:
        answer = api("POST", address, body)
        assert answer.status_code == status, (address, answer.content)
        _is_problem(answer)
    assert not Flow.objects.exists()


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/xml", "multipart/form-data; boundary=x"]
)
def test_only_json_is_read(cast: Cast, content_type: str) -> None:
    api = Api(cast.analyst)
    answer = api.client.generic(
        "POST", "/api/v1/flows/", b'{"slug": "x", "name": "x"}', content_type=content_type
    )
    assert answer.status_code == 415
    _is_problem(answer)


@pytest.mark.parametrize(
    "path",
    [
        "flows/%00/",
        "flows/%ED%A0%80/",
        "flows/..%2f..%2fetc/",
        "executions/%FF/",
        "tokens/99999999999999999999/",
    ],
)
def test_odd_addresses_lead_nowhere(world: World, cast: Cast, path: str) -> None:
    for method in ("GET", "DELETE"):
        answer = Api(cast.administrator)(method, path)
        assert answer.status_code in (404, 405)
        _is_problem(answer)


def test_a_method_that_is_not_there(cast: Cast) -> None:
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        answer = Api(cast.analyst)(method, "mappings/preview/", {})
        assert answer.status_code == 405
        assert answer["Allow"] == "POST"
        _is_problem(answer)


def test_a_slash_that_is_missing_is_told(cast: Cast) -> None:
    answer = Api(cast.analyst)("POST", "flows?x=1", {"slug": "x", "name": "x"})
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/flows/?x=1")
    nowhere = Api(cast.analyst)("GET", "no/such/place")
    assert nowhere.status_code == 404
    _is_problem(nowhere)


def test_json_alone_is_answered(cast: Cast) -> None:
    answer = Api(cast.analyst)("GET", "flows/", headers={"Accept": "text/html"})
    assert answer.status_code == 406
    _is_problem(answer)


def test_a_failure_of_ours_shows_no_traceback(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("flows.facade.flows.listing", fail)
    answer = Api(cast.analyst)("GET", "flows/")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert b"secret" not in answer.content
    _is_problem(answer)


def test_a_database_that_is_away_is_said_to_be(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr("flows.facade.flows.listing", fail)
    answer = Api(cast.analyst)("GET", "flows/")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    _is_problem(answer)


EXPRESSIONS = {
    "a loop": "($f := function($n) { $f($n + 1) }; $f(1))",
    "a long list": "[1..9999999].($ * 2)",
    "memory": '($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $d("xxxxxxxx", 40))',
    "backtracking": '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a|aa)+$/).start',
    "syntax": "total *",
    "no function": "$nothing(1)",
    "eval": '$eval("1")',
}


@pytest.mark.parametrize("name", [one for one in EXPRESSIONS if one != "backtracking"])
def test_an_expression_ends_within_its_limits(cast: Cast, name: str) -> None:
    body = {"expression": EXPRESSIONS[name], "input": {"total": 1}}
    answer = Api(cast.analyst)("POST", "mappings/preview/", body)
    assert answer.status_code == 422
    assert answer.json()["code"].startswith("mapping.")
    assert answer.json()["where"]["line"] == 1
    assert answer.json()["where"]["column"] >= 1
    _is_problem(answer)
    _preview_works(cast)


def test_a_pattern_that_backtracks_elsewhere_ends_here(cast: Cast) -> None:
    body = {"expression": EXPRESSIONS["backtracking"], "input": None}
    assert Api(cast.analyst)("POST", "mappings/preview/", body).status_code in (200, 422)
    _preview_works(cast)


def _preview_works(cast: Cast) -> None:
    body = {"expression": "total * $factor", "input": {"total": 21}, "bindings": {"factor": 2}}
    assert Api(cast.analyst)("POST", "mappings/preview/", body).json()["output"] == 42


def test_a_flow_with_a_secret_in_its_text_is_refused(world: World, cast: Cast) -> None:
    steps = [
        {"id": "double", "kind": "map", "config": {"expression": '"Bearer sk_live_4eC39HqLyjWDarjtT1zdp7dc"'}}
    ]
    cycle = [
        {"from": "trigger", "to": "double"},
        {"from": "double", "to": "double"},
        {"from": "double", "to": "x"},
    ]
    document = flow_document(steps=steps, edges=cycle)
    found = Api(cast.analyst)("POST", f"flows/{FLOW}/draft/validate/", {"definition": document}).json()
    assert len(found["problems"]) >= 3


def _is_problem(answer: Any) -> None:
    document = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "hint"} <= document.keys()
    assert document["status"] == answer.status_code
    assert document["detail"] and document["hint"]
