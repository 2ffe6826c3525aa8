"""The fast engine answers where it is proven to agree, and one disagreement ends that."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson
import pytest

from connectors.sdk.types import JSON
from flows.engine.mapping import (
    Demotion,
    Expression,
    Limits,
    MappingError,
    Proof,
    Sample,
    compile_expression,
    on_demotion,
    prove,
)
from flows.engine.mapping import lane as lanes
from flows.engine.mapping.direct import program as direct
from flows.engine.mapping.fast import engine as fast
from flows.engine.mapping.quick.reasons import LeftToAuthority, Panicked
from tests.unit.mapping.hostile import PATIENT

ORDER = {
    "Order": {
        "ID": "PO-1",
        "Line": [{"Item": f"X{n}", "Quantity": str(n), "Price": "6.25", "Note": None} for n in range(10)],
    }
}
MAPPING = """{
  "name": Order.ID,
  "lines": Order.Line.{"item": Item, "total": $round($number(Quantity) * $number(Price), 2), "note": Note},
  "total": $sum(Order.Line.($number(Quantity) * $number(Price)))
}"""
NOT_PLAIN = f"{MAPPING} ~> $merge"
"""The same, so written that no direct program answers."""
_unique = itertools.count()


def fresh(source: str) -> Expression:
    """The expression under a text of its own, since demotion is by text."""
    return Expression(f"{source} /* {next(_unique)} */")


@pytest.fixture
def told() -> Iterator[list[Demotion]]:
    demotions: list[Demotion] = []
    remove = on_demotion(demotions.append)
    yield demotions
    remove()


@dataclass(frozen=True)
class Liar:
    """An engine that gives another answer once ``lie`` was called; ``mapping`` is one that it answers."""

    mapping: str
    lie: Callable[[], None]


@pytest.fixture(params=[(direct, MAPPING), (fast, NOT_PLAIN)], ids=["direct", "fast"])
def liar(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Liar:
    engine, mapping = request.param
    true = engine.evaluate
    return Liar(mapping, lambda: monkeypatch.setattr(engine, "evaluate", lambda *given: [true(*given)]))


def test_an_expression_is_on_trial_until_it_has_agreed() -> None:
    expression = fresh(MAPPING)
    for number in range(lanes.TRIALS):
        assert not expression.accelerated
        assert expression.acceleration == f"on trial: {number} of {lanes.TRIALS} evaluations agreed"
        assert expression.evaluate(ORDER)["total"] == 281.25
    assert expression.accelerated
    assert expression.acceleration == "accelerated"
    assert expression.evaluate(ORDER)["total"] == 281.25


def test_a_proof_opens_the_fast_engine_at_once() -> None:
    expression = fresh(MAPPING)
    proof = prove(expression, [ORDER, Sample(ORDER, {"item": 1})])
    assert (proof.agreed, proof.samples, proof.compared) == (True, 2, 2)
    assert expression.accelerated


def test_a_stored_proof_is_trusted_for_its_expression_and_engines_only() -> None:
    source = f"a.b /* {next(_unique)} */"
    proof = Proof.from_json(
        orjson.loads(orjson.dumps(prove(Expression(source), [{"a": {"b": 1}}]).to_json()))
    )
    again = Expression(source)
    again.trust(proof)
    assert again.accelerated
    other = fresh("a.b")
    other.trust(proof)
    assert not other.accelerated
    old = Expression(source)
    old.trust(Proof(proof.source_hash, "jsonata-python 0.1", True, 1, 1, ""))
    assert not old.accelerated


def test_no_proof_without_a_sample_that_can_be_compared() -> None:
    expression = fresh("id")
    proof = prove(expression, [{"id": 2**60}])
    assert (proof.agreed, proof.compared) == (False, 0)
    assert not expression.accelerated
    refused = prove(fresh("$eval('1')"), [{}])
    assert not refused.agreed
    assert "$eval" in refused.reason


def test_a_disagreement_at_publication_is_told(liar: Liar, told: list[Demotion]) -> None:
    expression = fresh(liar.mapping)
    liar.lie()
    proof = prove(expression, [ORDER])
    assert not proof.agreed
    assert "disagree" in proof.reason
    assert [demotion.source for demotion in told] == [expression.source]


def test_a_disagreement_at_run_time_demotes_and_the_authority_answers(
    liar: Liar, told: list[Demotion]
) -> None:
    expression = fresh(liar.mapping)
    prove(expression, [ORDER])
    true = expression.evaluate(ORDER)
    liar.lie()
    answers = [expression.evaluate(ORDER) for _ in range(lanes.SAMPLE_EVERY + 1)]
    assert answers[0] == [true]
    assert answers[-1] == true
    assert expression.acceleration == "demoted: the engines disagree on a message"
    assert len(told) == 1
    assert told[0].source_hash == expression.source_hash
    assert Expression(expression.source).acceleration.startswith("demoted")


def test_a_value_where_the_authority_errs_is_a_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    expression = fresh("a + b")
    monkeypatch.setattr(fast, "evaluate", lambda *given: 1)
    with pytest.raises(MappingError):
        expression.evaluate({"a": 1, "b": "x"})
    assert expression.acceleration.startswith("demoted")


def test_a_failing_hook_harms_nobody(liar: Liar, told: list[Demotion]) -> None:
    def fail(demotion: Demotion) -> None:
        raise ValueError(demotion.reason)

    remove = on_demotion(fail)
    liar.lie()
    assert fresh("a.b").evaluate({"a": {"b": 1}}) == 1
    remove()
    assert len(told) == 1


def test_a_panic_demotes(monkeypatch: pytest.MonkeyPatch) -> None:
    expression = fresh("[a.b] ~> $sum")
    prove(expression, [{"a": {"b": 1}}])

    def panic(*given: object) -> JSON:
        raise Panicked("it broke")

    monkeypatch.setattr(fast, "evaluate", panic)
    assert expression.evaluate({"a": {"b": 2}}) == 2
    assert expression.acceleration == "demoted: the fast engine failed"


@pytest.mark.parametrize(
    "data",
    [
        {"a": 2**53 + 1},
        {"a": 1e300},
        {"a": "\ud834"},
        {"a": object()},
        {1: 2},
        None,
    ],
)
def test_input_that_the_fast_engine_may_not_see_goes_to_the_authority(data: JSON) -> None:
    expression = fresh("{'a': a}")
    prove(expression, [{"a": 1}])
    alone = compile_expression("{'a': $lookup($, 'a') ~> function($x){ $x }}")
    assert alone.lane is None
    assert _outcome(expression, data) == _outcome(alone, data)


def _outcome(expression: Expression, data: JSON) -> JSON:
    try:
        return expression.evaluate(data)
    except MappingError as error:
        return error.code


def test_bindings_may_not_replace_functions_on_the_fast_engine_only() -> None:
    expression = fresh("$sum(a)")
    prove(expression, [{"a": [1, 2]}])
    with pytest.raises(MappingError) as caught:
        expression.evaluate({"a": [1, 2]}, {"sum": 5})
    assert caught.value.reference == "T1006"


def test_errors_of_an_accelerated_expression_name_the_place() -> None:
    expression = fresh("{\n  'a': $number(a)\n}")
    prove(expression, [{"a": "1"}])
    with pytest.raises(MappingError) as caught:
        expression.evaluate({"a": " 1"})
    assert (caught.value.reference, caught.value.where.line) == ("D3030", 2)


def test_money_is_rounded_alike_on_both_paths() -> None:
    expression = fresh("$round(4.5*0.95, 2)")
    assert expression.evaluate({}) == 4.27
    assert prove(expression, [{}]).agreed
    assert expression.accelerated
    assert expression.evaluate({}) == 4.27


def test_the_fast_engine_takes_what_is_too_much_for_a_direct_program() -> None:
    expression = fresh("$sum(items.v)")
    large = {"items": [{"v": number} for number in range(20_000)]}
    assert prove(expression, [large, {"items": [{"v": 1}]}]).compared == 2
    assert expression.evaluate(large) == 199_990_000


def test_the_limits_hold_on_the_fast_engine() -> None:
    expression = fresh("$count($$.items.($$.items.($$.items.v)))")
    small = {"items": [{"v": 1}] * 3}
    assert prove(expression, [small]).agreed
    with pytest.raises(MappingError) as caught:
        expression.evaluate({"items": [{"v": 1}] * 200}, limits=Limits(seconds=0.3))
    assert caught.value.code in ("mapping.timeout", "mapping.size")


def test_what_could_grow_too_large_is_not_tried() -> None:
    expression = fresh("($a := x & x; " + "$a := $a & $a; " * 40 + "$a)")
    assert expression.lane is not None
    with pytest.raises(LeftToAuthority):
        fast.evaluate(expression.lane.stand_ins.translation, {"x": "x" * 1000}, {}, Limits(), 1e18, 0)
    with pytest.raises(MappingError) as caught:
        expression.evaluate({"x": "x" * 1000}, limits=PATIENT)
    assert caught.value.code == "mapping.size"
