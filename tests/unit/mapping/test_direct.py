"""Direct programs: where one answers it answers as the authority, and it is bounded."""

import copy

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings

from connectors.sdk.types import JSON
from flows.engine.mapping import Expression, Limits, MappingError, MappingSyntaxError
from flows.engine.mapping.authority import engine as authority
from flows.engine.mapping.direct.program import MOST_BYTES, Program, evaluate
from flows.engine.mapping.quick.reasons import LeftToAuthority
from flows.engine.mapping.stand_ins import stand_ins
from tests.benchmarks.order import EXPRESSION
from tests.unit.mapping.grammar import bindings, documents, plain_expressions

LIMITS = Limits(seconds=120)


def program(source: str) -> Program:
    found = stand_ins(source).program
    assert found is not None, source
    return found


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(plain_expressions, documents, bindings)
@example("a.b", {"a": [{"b": []}]}, {})
@example("a.b", {"a": [{"b": [1]}, {}]}, {})
@example("a.b", {"a": [{"b": [1]}, {"b": []}]}, {})
@example("a.b", {"a": [{"b": None}]}, {})
@example("a[0].b", {"a": [[{"b": 1}]]}, {})
@example('a.{"k": b}', {"a": [{"b": 1}]}, {})
@example("c.d[1]", {"c": [{"d": [1, 2]}, {"d": [3, 4]}]}, {})
@example("a.b.c", {"a": [{"b": [[{"c": [1]}]]}, {"b": []}]}, {})
@example("[[a][0]]", {"a": [[1, 2]]}, {})
@example("a != b", {"a": 1}, {})
@example("a = true", {"a": 1}, {})
@example("-a & 0 * -1", {"a": 0.0}, {})
@example("$v.b", {}, {"v": [{"b": 1}, {"b": [2]}]})
def test_where_a_program_answers_it_answers_as_the_authority(
    source: str, document: JSON, variables: dict[str, JSON]
) -> None:
    try:
        expression = Expression(source)
    except MappingSyntaxError:
        return
    found = expression.lane.stand_ins.program if expression.lane is not None else None
    if found is None:
        return
    try:
        answer = evaluate(found, document, variables, LIMITS)
    except LeftToAuthority:
        return
    try:
        truth = authority.evaluate(expression.parsed, document, variables, LIMITS, now_ms=0)
    except MappingError as error:
        raise AssertionError(f"{error.reference} instead of {answer!r}") from error
    sort = orjson.OPT_SORT_KEYS
    assert orjson.dumps(answer, option=sort) == orjson.dumps(truth, option=sort)


def test_the_order_of_the_benchmark_is_plain() -> None:
    assert program(EXPRESSION).weight < 100


@pytest.mark.parametrize(
    "source",
    [
        "items^(price)",
        "items.a[]",
        "items.*",
        "a.**.b",
        "items{a: b}",
        "a ~> $sum",
        "$map(a, function($x){ $x })",
        "$contains(a, /b/)",
        "$formatNumber(a, '0.00')",
        "$now()",
        "a in b",
        "a % 2",
        "[1..3]",
        "[a, b].c",
        "items[a]",
        "items[b > 1][0]",
        "{a: b}",
        '{"a": 1, "a": 2}',
        "$$.items.($$.items.v)",
        "{" + ",".join(f'"f{number}": $uppercase(a) & b.c' for number in range(2000)) + "}",
        "a ? " * 150 + "1",
    ],
)
def test_what_is_not_plain_is_for_the_other_engines(source: str) -> None:
    assert stand_ins(source).program is None


@pytest.mark.parametrize(
    "name", ["a'b", 'a"b', "a\\", "a\nb", "'); raise SystemExit #", "{x}", "%s", "\u2028", "é😀"]
)
def test_texts_of_an_expression_are_nothing_but_texts(name: str) -> None:
    literal = orjson.dumps(name).decode()
    source = f'{{{literal}: `{name}` & {literal}, "v": $x.`{name}`, "s": $.{literal}}}'
    answer = evaluate(program(source), {name: 1}, {"x": {name: 2}}, LIMITS)
    assert answer == {name: f"1{name}", "v": 2, "s": 1}


def test_a_result_shares_nothing_with_the_message() -> None:
    document = {"a": {"b": [1, {"c": 2}]}}
    before = copy.deepcopy(document)
    answer = evaluate(program('{"x": a, "y": a.b, "z": $v}'), document, {"v": document["a"]}, LIMITS)
    answer["x"]["b"][1]["c"] = answer["y"][1]["c"] = 3
    answer["z"]["b"].clear()
    assert document == before


@pytest.mark.parametrize(
    ("source", "document", "limits"),
    [
        ("a", {"a": "x" * MOST_BYTES}, LIMITS),
        ("items.v", {"items": [{"v": 1}] * 100}, Limits(sequence_items=50)),
        ("[n, n]", {"n": [1] * 40}, Limits(sequence_items=70)),
        ("a & a", {"a": "x" * 100}, Limits(string_chars=150)),
        ("a & a", {"a": "x" * 100}, Limits(output_bytes=150)),
        ("{'x': {'y': 1}}", {}, Limits(depth=1)),
        ("{'x': a}", {"a": [[[1]]]}, Limits(depth=3)),
        ("a", {"a": 2**53 + 1}, LIMITS),
        ("a * 2", {"a": 2**53 - 1}, LIMITS),
        ("a", {"a": 1e300}, LIMITS),
        ("a / b", {"a": 1, "b": 0}, LIMITS),
        ("a + 1", {"a": "1"}, LIMITS),
        ("a < 1", {"a": "1"}, LIMITS),
        ("a", [{"a": 1}], LIMITS),
        ("a.b", {"a": [[{"b": 1}]]}, LIMITS),
    ],
)
def test_what_is_too_much_or_not_plain_is_left_to_others(source: str, document: JSON, limits: Limits) -> None:
    with pytest.raises(LeftToAuthority):
        evaluate(program(source), document, {}, limits)
