"""A problem in one place hides none in another."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sdk.protocol import Manifest
from flows.engine.schemas import SchemaInvalid, compile_schema
from flows.engine.validation import Catalogue, Problem, problems
from tests.unit.engine.building import document, mapping, step

CATALOGUE = Catalogue({"odoo": Manifest("odoo", "Odoo", "", "1", {}, (), ())})
IDS = ("map", "gate", "sort", "each", "load", "send", "round", "trip", "free")


def sound() -> dict[str, Any]:
    """A flow without problems, with a step of most kinds."""
    target = {"connection": "odoo", "operation": "x", "arguments": {}}
    chain = [
        mapping("one", "$item"),
        step("two", "validate", schema={}),
        mapping("three", "$"),
        mapping("four", "$"),
    ]
    steps = [
        mapping("map", "1"),
        step("gate", "validate", schema={"properties": {"a": {}, "b": {}, "c": {}}}),
        step("sort", "branch", cases=[{"name": "A", "when": "a"}, {"name": "B", "when": "b"}]),
        step("each", "for_each", items="lines", do=chain),
        step("load", "batch", source={"kind": "list", "items": "$"}, target=target, schema={}),
        step("send", "call", connection="odoo", operation="x", arguments={"a": {"$expr": "1"}, "b": 1}),
        mapping("round", "1"),
        mapping("trip", "1"),
        mapping("free", "1"),
    ]
    edges: list[Any] = [("trigger", one) for one in IDS]
    edges += [("sort", "map", "A"), ("sort", "map", "B"), ("map", "free"), ("gate", "free"), ("send", "free")]
    edges += [("load", "free"), ("each", "round"), ("each", "trip")]
    trigger = {"kind": "webhook", "config": {"schema": {"properties": {"a": {}}}}}
    return document(steps, edges, trigger=trigger, keys={"business": {"a": "a", "b": "b"}})


def settings_of(flow: Any, name: str) -> Any:
    return flow["steps"][IDS.index(name)]["config"]


def put(*way: str | int, value: Any) -> Callable[[Any], None]:
    """Sets a member of the document, or of a step's settings where the way begins with its id."""

    def change(flow: Any) -> None:
        part = settings_of(flow, str(way[0])) if way[0] in IDS else flow[way[0]]
        for name in way[1:-1]:
            part = part[name]
        part[way[-1]] = value

    return change


FAULTS: dict[str, Callable[[Any], None]] = {
    "map syntax": put("map", "expression", value="("),
    "map eval": put("free", "expression", value="$eval('1')"),
    "schema type": put("gate", "schema", "properties", "a", value={"type": "nothing"}),
    "schema pattern": put("gate", "schema", "properties", "b", value={"pattern": "("}),
    "schema reference": put("gate", "schema", "properties", "c", value={"$ref": "https://x.example/y"}),
    "contract": put("trigger", "config", "schema", "properties", "a", value={"$ref": "#/none"}),
    "accepts": put("trigger", "config", "accepts", value=["pdf"]),
    "first case": put("sort", "cases", 0, "when", value="("),
    "branch default": put("sort", "default", value="A"),
    "for-each items": put("each", "items", value="$now()"),
    "for-each concurrency": put("each", "concurrency", value=0),
    "for-each map": put("each", "do", 0, "config", "expression", value="("),
    "for-each schema": put("each", "do", 1, "config", "schema", value={"type": 5}),
    "for-each kind": put("each", "do", 2, "kind", value="nope"),
    "for-each id": put("each", "do", 3, "id", value="three"),
    "batch source": put("load", "source", "kind", value="pages"),
    "batch schema": put("load", "schema", value={"minimum": "a"}),
    "batch target": put("load", "target", "connection", value="gone"),
    "batch chunk": put("load", "chunk", value=0),
    "call connection": put("send", "connection", value="gone"),
    "call expression": put("send", "arguments", "a", "$expr", value="$eval(1)"),
    "call secret": put("send", "arguments", "b", value="AKIAABCDEFGHIJKLMNOP"),
    "port": put("edges", 11, "port", value="side"),
    "condition": put("edges", 12, "when", value="("),
    "no such target": put("edges", 13, "to", value="gone"),
    "into the trigger": put("edges", 14, "to", value="trigger"),
    "circle of two": put("edges", 15, "from", value="round"),
    "another circle": put("edges", 16, "from", value="trip"),
    "key": put("keys", "business", "a", value="$now()"),
    "another key": put("keys", "business", "b", value="("),
    "labels": lambda flow: flow.update(labels={"a": 1}),
    "extra": lambda flow: flow.update(extra=1),
}


def found(*names: str) -> frozenset[Problem]:
    flow = deepcopy(sound())
    for name in names:
        FAULTS[name](flow)
    return frozenset(problems(flow, CATALOGUE))


BASE = found()
EACH = {name: found(name) - BASE for name in FAULTS}


def test_the_sound_flow_lacks_only_the_operation() -> None:
    assert {one.code for one in BASE} == {"operation.missing"}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_with_its_place(name: str) -> None:
    assert EACH[name]
    for one in EACH[name]:
        assert one.where.path and one.message
        assert one.where.step or one.where.path in ("$", "$.extra", "$.labels.a")


def told_of(names: set[str]) -> set[Problem]:
    """A connection that is gone has no operation to lack."""
    gone = {"call connection": "$.steps[5]", "batch target": "$.steps[4]"}
    without = tuple(path for name, path in gone.items() if name in names)
    expected = {one for name in names for one in EACH[name]} | BASE
    return {
        one
        for one in expected
        if one.code != "operation.missing" or not str(one.where.path).startswith(without or ("-",))
    }


def test_all_faults_together_are_all_told() -> None:
    assert found(*FAULTS) == told_of(set(FAULTS))


@settings(max_examples=150, deadline=None)
@given(st.sets(st.sampled_from(sorted(FAULTS)), min_size=2, max_size=5))
def test_the_problems_of_two_faults_are_those_of_each(names: set[str]) -> None:
    assert found(*names) == told_of(names)


def test_what_is_missing_hides_nothing_beside_it() -> None:
    flow = document(
        [
            step("each", "for_each", do=[mapping("one", "("), {"kind": "map", "config": {}}, {"id": "x"}]),
            step("sort", "branch", cases=[{"name": "A", "when": "("}, {"name": "A", "when": "a"}]),
            step("load", "batch", schema={"type": 5}, target={"connection": "gone"}),
            step("send", "call", operation="x", arguments={"a": {"$expr": "("}}),
        ],
        [
            ("trigger", "each"),
            ("trigger", "sort"),
            ("trigger", "load"),
            ("trigger", "send"),
            ("sort", "send", "C"),
        ],
    )
    told = {(one.code, one.where.step, one.where.path) for one in problems(flow, CATALOGUE)}
    assert told >= {
        ("schema", "each", "$.steps[0].config.items"),
        ("mapping.syntax", "each.one", "$.steps[0].config.do[0].config.expression"),
        ("schema", "each", "$.steps[0].config.do[1].id"),
        ("schema", "each", "$.steps[0].config.do[1].config.expression"),
        ("schema", "each", "$.steps[0].config.do[2].kind"),
        ("mapping.syntax", "sort", "$.steps[1].config.cases[0].when"),
        ("branch.duplicate", "sort", "$.steps[1].config.cases[1].name"),
        ("edge.unknown_port", "sort", "$.edges[4].port"),
        ("schema", "load", "$.steps[2].config.source"),
        ("schema.invalid", "load", "$.steps[2].config.schema.type"),
        ("connection.missing", "load", "$.steps[2].config.target.connection"),
        ("schema", "send", "$.steps[3].config.connection"),
        ("mapping.syntax", "send", '$.steps[3].config.arguments.a["$expr"]'),
    }


def test_each_circle_is_told() -> None:
    names = ["a", "b", "c", "d"]
    pairs = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")]
    flow = document([mapping(one, "1") for one in names], [("trigger", "a"), ("trigger", "c"), *pairs])
    circles = [one for one in problems(flow) if one.code == "graph.cycle"]
    assert [one.where.step for one in circles] == ["a", "c"]
    assert "a → b → a" in circles[0].message and "c → d → c" in circles[1].message


def test_eval_is_refused_where_it_is_used_and_not_where_it_is_read() -> None:
    used = document([mapping("m", "(\n  $f := $eval;\n  $f('1'))")], [("trigger", "m")])
    (one,) = problems(used)
    assert (one.code, one.where.line, one.where.column) == ("mapping.refused", 2, 9)
    assert problems(document([mapping("m", "'never $eval'")], [("trigger", "m")])) == ()


KEYWORDS = (
    *("$id", "$ref", "$defs", "$schema", "$anchor", "$dynamicRef", "a", "allOf", "items", "pattern"),
    *("patternProperties", "properties", "unevaluatedProperties"),
)
VALUES = ("", "#", "#/a/b", "#/properties/a", "https://x.example/y", "(")
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(JUNK)
def test_a_schema_that_is_none_is_refused_in_words(schema: Any) -> None:
    try:
        compile_schema(schema)
    except SchemaInvalid as error:
        assert error.faults


def places(part: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    members = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [way, *(place for name, one in members for place in places(one, (*way, name)))]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(places(sound())[1:]), JUNK)
def test_whatever_stands_in_a_place_problems_are_told_in_words(way: tuple[Any, ...], junk: Any) -> None:
    flow = deepcopy(sound())
    part = flow
    for name in way[:-1]:
        part = part[name]
    part[way[-1]] = junk
    assert all(one.message and one.where.path for one in problems(flow, CATALOGUE))
