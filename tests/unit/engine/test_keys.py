"""Keys of calls and of executions, and the expressions that may be keys."""

import pytest

from connectors.sdk.errors import Where
from flows.engine.keys import KeyFailed, call_key, check_key, compile_keys
from flows.engine.mapping import MappingError
from flows.engine.specs import KeySpec

ALLOWED = [
    "Order.ID",
    '$string([Order.ID."#text", Order.ID, number][0])',
    "employees[0].number",
    'lines[kind = "main"].ref',
    'a & "-" & b',
    "urgent ? a : b",
    "a ?: b",
    "$lowercase($trim(`order no`.*.id))",
    "lines[parts[n = 1]].ref",
    "(a)",
    "-n",
    "kind in ['x', 'y']",
]
REFUSED = [
    "function($x){$x}",
    "$f := 1",
    "($x := a & a; $x & $x)",
    "$contains(a, /(x+)+$/)",
    "a.**.b",
    "a.%.b",
    "n % 2",
    "a^(b)",
    "a{b: c}",
    "a@$x.b",
    "a#$i.b",
    "a.(b & b)",
    "a.[$, $]",
    "[a, a][[$, $][0]]",
    "a[b[c[d = 1]]]",
    "$$.a",
    "$document.a",
    "$now()",
    "$pad(a, 100000000)",
    "[1..10000000]",
    "$eval('1')",
    "$map(a, $string)",
    "a ~> $string",
    "|a|{}|",
    "{'a': 1}",
    "(" * 40 + "a" + " ?: b)" * 40,
    "a" * 2000,
]


@pytest.mark.parametrize("source", ALLOWED)
def test_allowed(source: str) -> None:
    check_key(source)


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:30])
def test_refused(source: str) -> None:
    with pytest.raises(MappingError) as caught:
        check_key(source)
    assert caught.value.code in ("mapping.refused", "mapping.syntax", "mapping.size")


def test_keys_of_a_document() -> None:
    keys = compile_keys(
        KeySpec("Order.ID", "$string(n)", {"order": "Order.ID", "bad": "$number('x')", "none": "q"})
    )
    found = keys.read({"Order": {"ID": "PO-1"}, "n": 5})
    assert (found.ordering, found.idempotency, found.business) == ("PO-1", "5", {"order": "PO-1"})


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "x"), (5, "5"), (1.5, "1.5"), (True, "true"), (None, ""), (["a"], "a"), (["b", "a"], '["b","a"]')],
)
def test_values_as_text(value: object, text: str) -> None:
    assert compile_keys(KeySpec("k")).read({"k": value}).ordering == text


def test_a_long_key_is_hashed() -> None:
    keys = compile_keys(KeySpec("k", None, {"k": "k"}))
    found = keys.read({"k": "x" * 5000})
    assert found.ordering.startswith("sha256:") and len(found.business["k"]) == 500


def test_a_key_that_does_not_fit_the_document_is_an_error() -> None:
    with pytest.raises(KeyFailed) as caught:
        compile_keys(KeySpec(" $number(k)")).read({"k": "Ada Lovelace"})
    assert caught.value.where == Where("trigger", "$.keys.ordering", 1, 2)
    assert "Lovelace" not in caught.value.message + caught.value.hint


def test_the_key_of_a_call_names_execution_step_and_item() -> None:
    keys = {call_key(e, s, i) for e in ("e1", "e2") for s in ("a", "b") for i in (-1, 0, 1)}
    assert len(keys) == 12
    assert call_key("e1", "a", -1) == call_key("e1", "a", -1)
    assert {len(key) for key in keys} == {32}
