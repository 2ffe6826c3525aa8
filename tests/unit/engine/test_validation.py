"""A flow document's problems: all at once, each with its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.sdk.protocol import Manifest
from flows.engine.document import read_flow
from flows.engine.errors import FlowInvalid
from flows.engine.expression_formats import FORMATS
from flows.engine.schemas import compile_schema
from flows.engine.validation import Catalogue, Problem, draft_problems, flow_schema, problems
from tests.unit.engine.building import document, mapping, step

GOOD = document([mapping("m", "1")], [("trigger", "m")])


def codes(found: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in found}


def changed(**changes: Any) -> dict[str, Any]:
    return {**GOOD, **changes}


def test_a_good_flow_has_none() -> None:
    assert problems(GOOD) == ()
    assert read_flow(GOOD).steps[0].id == "m"


@pytest.mark.parametrize(
    "path", sorted(Path("console/demo/flows").glob("*.json")), ids=lambda path: path.stem
)
def test_the_demonstration_has_none(path: Path) -> None:
    assert [problem.to_json() for problem in draft_problems(json.loads(path.read_text()))] == []


def test_all_are_reported_at_once_with_step_and_path() -> None:
    bad = document(
        [
            mapping("a", "a.\nb )"),
            {"id": "a", "kind": "nope"},
            step("b", "map", expression="1"),
            {"id": "c", "kind": "call", "config": {"connection": "odo", "operation": "x"}},
            mapping("alone", "1"),
        ],
        [("trigger", "a"), ("a", "b"), ("b", "c"), ("c", "b"), ("c", "nowhere"), ("b", "c", "side")],
        name="",
        extra=1,
        trigger={"kind": "schedule", "config": {"cron": "61 * * * *", "timezone": "Mars/Phobos"}},
        keys={"ordering": "$now()"},
    )
    found = problems(bad, Catalogue({"odoo": Manifest("odoo", "Odoo", "", "1", {}, (), ())}))
    assert codes(found) >= {
        "schema",
        "mapping.syntax",
        "mapping.refused",
        "step.duplicate",
        "step.unknown_kind",
        "connection.missing",
        "edge.unknown_step",
        "edge.unknown_port",
        "graph.cycle",
        "graph.unreachable",
    }
    places = {(problem.where.step, problem.where.path, problem.where.line) for problem in found}
    assert ("a", "$.steps[0].config.expression", 2) in places
    assert ("c", "$.steps[3].config.connection", None) in places
    assert ("trigger", "$.trigger.config.cron", None) in places
    assert ("trigger", "$.trigger.config.timezone", None) in places
    assert (None, "$.extra", None) in places
    (cycle,) = [problem for problem in found if problem.code == "graph.cycle"]
    assert "b → c → b" in cycle.message
    with pytest.raises(FlowInvalid) as caught:
        read_flow(bad)
    assert len(caught.value.problems) > 8


@pytest.mark.parametrize(
    "anything",
    [
        None,
        [],
        "flow",
        5,
        {},
        {"steps": {}},
        {"steps": [None, 5, {"id": 7}], "edges": [{"from": 1}, "x"], "trigger": []},
    ],
)
def test_anything_else_is_refused_without_a_crash(anything: Any) -> None:
    assert problems(anything)


def test_a_step_may_not_be_named_trigger() -> None:
    assert "step.reserved" in codes(problems(document([mapping("trigger", "1")], [("trigger", "trigger")])))


def test_nothing_leads_into_the_trigger_or_out_of_a_stop() -> None:
    made = document([step("s", "stop"), mapping("m", "1")], [("trigger", "s"), ("s", "m"), ("m", "trigger")])
    assert codes(problems(made)) == {"edge.unknown_port", "edge.into_trigger"}


def test_the_same_edge_twice() -> None:
    assert codes(problems(document([mapping("m", "1")], [("trigger", "m")] * 2))) == {"edge.duplicate"}


def test_conditions_are_compiled_and_repeatable() -> None:
    for when, code in (("(", "mapping.syntax"), ("$random() > 0.5", "mapping.not_repeatable")):
        made = document([mapping("m", "1")], [("trigger", "m", "out", when)])
        (found,) = problems(made)
        assert (found.code, found.where.path) == (code, "$.edges[0].when")


def test_a_document_without_measure_is_refused_first() -> None:
    deep: Any = 1
    for _ in range(3000):
        deep = [deep]
    assert codes(problems(changed(labels=deep))) == {"document.too_deep"}
    assert codes(problems(changed(name="a\0"))) == {"document.text"}
    assert codes(problems(changed(name="\ud800"))) == {"document.text"}
    assert codes(problems(changed(x=float("nan")))) == {"document.text"}


def with_arguments(arguments: Any) -> dict[str, Any]:
    config = {"connection": "c", "operation": "o", "arguments": arguments}
    return document([step("s", "call", **config)], [("trigger", "s")])


SECRETS = [
    {"headers": {"X": "Bearer abcDEF123456ghiJKL7890"}},
    {"headers": {"Authorization": "anything at all"}},
    {"password": "hunter22"},
    {"api_key": "k"},
    {"body": "user=a&password=hunter22&x=1"},
    {"url": "https://joe:hunter22@example.test/"},
    {"pem": "-----BEGIN RSA PRIVATE KEY-----\nMII"},
    {"aws": "AKIAABCDEFGHIJKLMNOP"},
    {"x": "9fA83kdLs02mXcV7qPzR4tYw8uIo1B"},
    {"x": "3f9a1c0b7d2e4f5a6b8c9d0e1f2a3b4c"},
    {"jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x"},
    {"text": "user: joe\npassword: hunter2hunter2\n"},
    {"headers": {"X-Forward": "Authorization: Token abcdef0123456789abcd"}},
    {"headers": {"X-Auth": "Token abcdef0123456789abcd"}},
    {"x": "SG.abcdefghijklmnopqrstuv.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"},
    {"x": {"$expr": "{'Authorization': 'Token abcdef0123456789abcd'}"}},
    {"x": {"$expr": "{'password': 'hunter22'}"}},
    {"x": {"$expr": "'9fA83kdLs02mXcV7qPzR4tYw8uIo1B'"}},
    "{'api_key': 'abcdefgh1'}",
]
HARMLESS = [
    {"model": "res.partner", "fields": ["id", "name"], "domain": [["supplier_rank", ">", 0]]},
    {"id": "6f1ed002-ab5f-4f3a-8b65-1b7a2b6f9d11"},
    {"urn": "urn:oasis:names:specification:ubl:schema:xsd:Order-2"},
    {"text": "A bearer of bad news, and the basic principles of passwords"},
    {"text": "The password: at least 12 characters. Authorization: by the steward, token by token."},
    {"x": {"$expr": "known ? password : username2"}},
    {"x": {"$expr": "{'token': $steps.token2.value, 'authorization': 'role ' & Order.Role}"}},
    {"text": "flt_ begins a token; SG.1 is Saint-Gall; the token supplier_4711 is none"},
    {"password": {"$expr": "Order.Password"}},
    {"x": {"$expr": "{'token': Order.token, 'password_changed': changed = true}"}},
    {"key": {"$expr": "'order_' & $steps.check.key"}},
    {"long": "AVeryLongIdentifierWrittenInCamelCaseWithoutNumbers"},
]


@pytest.mark.parametrize("arguments", SECRETS, ids=str)
def test_secrets_are_found_and_not_repeated(arguments: Any) -> None:
    found = [problem for problem in problems(with_arguments(arguments)) if problem.code == "secret"]
    assert found and found[0].where.step == "s"
    assert "hunter22" not in str([problem.to_json() for problem in found])


@pytest.mark.parametrize("arguments", HARMLESS, ids=str)
def test_harmless_texts_are_left_alone(arguments: Any) -> None:
    assert problems(with_arguments(arguments)) == ()


def test_secrets_are_found_in_every_text() -> None:
    for place in ({"description": "password=hunter22"}, {"labels": {"a": "Bearer abcDEF123456ghiJKL7890"}}):
        assert "secret" in codes(problems(changed(**place)))
    assert "secret" in codes(problems(document([mapping("m", "{'secret': 'abcdef'}")], [("trigger", "m")])))


@pytest.mark.parametrize("text", ["Bearer {}", "{}", '{{"X-Token": "{}"}}', "$.a & '{}'"])
def test_fairleads_own_tokens_are_found_wherever_they_stand(text: str) -> None:
    written = text.format("flt_" + "k3x9" * 2 + "_" + "0a1b2c3d" * 6)
    assert "secret" in codes(problems(changed(description=written)))
    assert "secret" in codes(problems(with_arguments({"headers": {"X": written}})))
    assert "secret" in codes(problems(document([mapping("m", repr(written))], [("trigger", "m")])))


@pytest.mark.parametrize("path", sorted(Path("docs/samples").iterdir()), ids=lambda path: path.name)
def test_ordinary_messages_hold_nothing_that_looks_like_a_secret(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert problems(with_arguments({"body": lines, "text": {"$expr": repr(" ".join(lines))}})) == ()


def test_the_published_schema_holds_every_kind_and_takes_good_flows() -> None:
    schema = compile_schema(flow_schema(), FORMATS)
    assert schema.faults(GOOD) == ()
    assert schema.faults(document([step("w", "wait")], [("trigger", "w")]))
    assert schema.faults(changed(trigger={"kind": "event", "config": {}}))
    for path in Path("console/demo/flows").glob("*.json"):
        assert schema.faults(json.loads(path.read_text())) == ()


def test_a_variable_that_nothing_binds_is_told_of_a_draft_with_its_place() -> None:
    inner = {"id": "one", "kind": "map", "config": {"expression": "$item & $itm"}}
    flow = document(
        [
            mapping("m", "($seller := name;\n  $seler & $foo.bar)"),
            step("broken", "map", expression=5),
            step("each", "for_each", items="$", do=[inner]),
        ],
        [("trigger", "m"), ("m", "broken"), ("broken", "each")],
    )
    found = [one for one in draft_problems(flow) if one.code == "mapping.unbound"]
    assert [(one.where.step, one.where.line, one.where.column) for one in found] == [
        ("m", 2, 3),
        ("m", 2, 12),
        ("each.one", 1, 9),
    ]
    assert [one.hint for one in found][::2] == ["Did you mean $seller?", "Did you mean $item?"]
    assert found[0].where.path == "$.steps[0].config.expression"
    assert "mapping.unbound" not in codes(problems(flow))


@pytest.mark.parametrize(
    "expression",
    [
        "$.a & $$.b & $steps.x.y & $trigger.kind & $execution.id & $document.n & $index",
        "$map(lines, function($line, $i) { $line.n * $i })",
        "lines@$l#$at.{'at': $at, 'n': $l.n}",
        "($f := λ($n) { $n < 1 ? 1 : $n * $f($n - 1) }; $f(3) ~> $string)",
        "a.b.%.c ~> |$|{'x': $sum(y)}|",
    ],
)
def test_what_jsonata_binds_is_no_slip(expression: str) -> None:
    assert draft_problems(document([mapping("m", expression)], [("trigger", "m")])) == ()
