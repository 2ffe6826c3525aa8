"""What expressions give, where jsonata-python alone would give something else or something unsafe."""

import copy
import math
from typing import Any

import pytest

from connectors.sdk.types import JSON
from flows.engine.mapping import Expression, MappingError, MappingOutputError, compile_expression


def value(source: str, data: JSON = None, **bindings: JSON) -> JSON:
    return compile_expression(source).evaluate(data, bindings)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$round(4.5*0.95, 2)", 4.27),
        ("$round(2.5)", 2),
        ("$round(-1.5)", -2),
        ("$round(125, -1)", 120),
        ("$formatNumber(12.345, '#,##0.00')", "12.34"),
        ("$formatNumber(-1234567.891, '#,##0.00;(#,##0.00)')", "(1,234,567.89)"),
        ("$formatNumber(0.14, '01%')", "14%"),
        ("5.5 % 2", 1.5),
        ("-5 ?: 99", -5),
        ("[1,2,3][-1] ?: 42", 3),
        ("1e21 & ''", "1e+21"),
        ("1e20 & ''", "100000000000000000000"),
        ("(0.1 + 0.2) & ''", "0.3"),
        ("$string({'a': 0.1 + 0.2})", '{"a":0.3}'),
        ("0.0000001 & ''", "1e-7"),
        ("-0 & ''", "0"),
        ("$string('é')", "é"),
        ("$string(['é'])", '["é"]'),
        ("$lowercase('STRAßE')", "straße"),
        ("$distinct([1, true, 1.0, '1'])", [1, True, "1"]),
        ("1 in [true]", False),
        ("true = 1", False),
        ("$replace('a.b', '.', '$0')", "a$0b"),
        ("$replace('68F', /(\\d+)F/, function($m){ $m.groups[0] & 'C' })", "68C"),
        ("$sort([3,1,2])", [1, 2, 3]),
        ("$toMillis('2018-02-03T11:15:33.019Z')", 1517656533019),
        ("$fromMillis(0)", "1970-01-01T00:00:00.000Z"),
        ("$length('\\uD834\\uDD1E')", 1),
        ("nothing", None),
        ("null", None),
        ("{'a': nothing}", {}),
        ("{'a': null}", {"a": None}),
        ("[nothing, null]", [None]),
    ],
)
def test_values_are_those_of_the_reference(source: str, expected: JSON) -> None:
    assert repr(value(source, {})) == repr(expected)


def test_null_in_arrays_is_a_value() -> None:
    assert value("a[$ = null]", {"a": [1, None, 2]}) is None
    assert value("$count(a)", {"a": [1, None, 2]}) == 3
    assert value("a.{'x': $}", {"a": [1, None]}) == [{"x": 1}, {"x": None}]


def test_no_document_is_undefined() -> None:
    assert value("$exists($)") is False
    assert value("$exists($x)", None, x=None) is True


def test_integers_keep_all_their_digits() -> None:
    identifier = 9007199254740993
    assert value("{'id': id, 'text': $string(id)}", {"id": identifier}) == {
        "id": identifier,
        "text": "9007199254740993",
    }


def test_the_root_is_the_document_and_bindings_are_variables() -> None:
    assert value(
        "items.{'n': $$.name, 'v': v, 'b': $b.c}", {"name": "x", "items": [{"v": 1}]}, b={"c": 2}
    ) == {
        "n": "x",
        "v": 1,
        "b": 2,
    }


@pytest.mark.parametrize(
    "source",
    [
        "$ ~> |items|{'v': 2}, ['w']|",
        "items ~> $append([1])",
        "empty{'x': 1}",
        "items^(>v)",
        "$sort(numbers)",
        "($x := items; $x ~> |$|{'v': 3}|)",
        "$map(items, function($i){ $i ~> |$|{'v': 4}| })",
    ],
)
def test_the_input_is_never_changed(source: str) -> None:
    data = {"items": [{"v": 1, "w": None}, {"v": 0}], "empty": [], "numbers": [2, 1]}
    before = copy.deepcopy(data)
    compile_expression(source).evaluate(data, {"b": data})
    assert data == before


def test_a_transform_cannot_reach_the_document_behind_it() -> None:
    with pytest.raises(MappingError) as caught:
        value("a ~> |$$.a|{'x': 1}|", {"a": {"b": 1}})
    assert caught.value.code == "mapping.refused"


def test_the_output_is_not_the_input_itself() -> None:
    data = {"a": {"b": [1]}}
    expression = Expression("a")
    for _ in range(40):
        result = expression.evaluate(data)
        assert result == data["a"]
        assert result is not data["a"]
        assert result["b"] is not data["a"]["b"]


def test_the_clock_stands_still_during_an_evaluation() -> None:
    first, last, text = value("[$millis(), $sum([1..20000]) * 0 + $millis(), $now()]")
    assert first == last
    assert text == value(f"$fromMillis({first})")


@pytest.mark.parametrize(
    "source", ["1/0", "0/0", "5 % 0", "{'f': function(){1}}", "(1; /a/)", "'\\ud834'", "$sum"]
)
def test_what_is_not_json_is_refused(source: str) -> None:
    with pytest.raises(MappingOutputError) as caught:
        value(source)
    assert caught.value.where.line == 1


def test_numbers_beyond_64_bits_become_floats() -> None:
    assert value("a", {"a": 2**70}) == float(2**70)
    assert math.isclose(value("$power(2, 200)"), 2.0**200)


@pytest.mark.parametrize("data", [{"a": object()}, {1: "a"}, {"a": (1, 2)}, {"a": {1, 2}}, {"a": b"x"}])
def test_input_that_is_not_json_is_told(data: Any) -> None:
    with pytest.raises(MappingError, match="not JSON"):
        value("a", data)
