"""The fast engine against the authority over generated expressions and documents."""

import time

import orjson
from hypothesis import HealthCheck, example, given, settings

from connectors.sdk.types import JSON
from flows.engine.mapping import Expression, Limits, MappingError, MappingSyntaxError
from flows.engine.mapping.authority import engine as authority
from flows.engine.mapping.fast import engine as fast
from flows.engine.mapping.quick.reasons import LeftToAuthority
from tests.unit.mapping.grammar import documents, expressions

LIMITS = Limits(seconds=120)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(expressions, documents)
@example("$round(n.b, 2) & $number(a)", {"n": [{"b": 4.275}], "a": "1"})
@example("$filter(a, function($x){true})", {"a": None})
@example("$keys(a)", {"a": [[{"b": 1}]]})
@example("(0 / b ? 1 : 2)", {"b": -0.0})
@example("$number(a)", {"a": " 1"})
@example("{'k': [a]}.*", {"a": 1})
@example("a = n^(b).c", {"a": "x", "n": [3.0]})
def test_where_the_fast_engine_answers_it_answers_as_the_authority(source: str, document: JSON) -> None:
    try:
        expression = Expression(source)
    except MappingSyntaxError:
        return
    if expression.lane is None:
        return
    try:
        answer = fast.evaluate(
            expression.lane.stand_ins.translation, document, {}, LIMITS, time.monotonic() + LIMITS.seconds, 0
        )
    except LeftToAuthority:
        return
    try:
        truth = authority.evaluate(expression.parsed, document, {}, LIMITS, now_ms=0)
    except MappingError as error:
        raise AssertionError(f"{error.reference} instead of {answer!r}") from error
    sort = orjson.OPT_SORT_KEYS
    assert orjson.dumps(answer, option=sort) == orjson.dumps(truth, option=sort)
