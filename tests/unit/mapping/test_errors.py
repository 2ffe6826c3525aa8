"""Errors name line and column, carry a stable code, and never show values of the data."""

import pytest

from flows.engine.mapping import MappingError, MappingSyntaxError, compile_expression


@pytest.mark.parametrize(
    ("source", "line", "column", "reference"),
    [
        ('{"a":\n foo(}', 2, 6, "S0211"),
        ("a +", 1, 3, "S0207"),
        ('"abc', 1, 5, "S0101"),
        ("a b", 1, 3, "S0201"),
        ("[1!2]", 1, 3, "S0204"),
        ('"\\y"', 1, 3, "S0103"),
        ("a /* comment", 1, 3, "S0106"),
        ("/(a/", 1, 5, "S0302"),
        ("(\n  $x := 1;\n  /a{2,1}/\n)", 3, 3, "S0303"),
        ("λ($a)<n<n>>{$a}(5)", 1, 12, "S0401"),
        ("", 1, 1, "S0207"),
    ],
)
def test_mistakes_of_syntax(source: str, line: int, column: int, reference: str | None) -> None:
    with pytest.raises(MappingSyntaxError) as caught:
        compile_expression(source)
    error = caught.value
    assert (error.where.line, error.where.column, error.reference) == (line, column, reference)
    assert error.hint
    assert error.to_json()["code"] == "mapping.syntax"


@pytest.mark.parametrize(
    ("source", "line", "column", "reference"),
    [
        ('{\n  "total": price * "x"\n}', 2, 18, "T2002"),
        ("$sum(\n  $uppercase(price)\n)", 2, 3, "T0410"),
        ("items.\n  $number(code)", 2, 3, "D3030"),
        ("{price: 1}", 1, 1, "T1003"),
        ("$nothing(1)", 1, 1, "T1006"),
        ("$toMillis('x')", 1, 1, "D3110"),
        ("$assert(false, 'Prices must be positive')", 1, 1, "D3141"),
        ("items^(code, items)", 1, 6, None),
        ("$power(-8, 1/3)", 1, 1, "D3061"),
    ],
)
def test_mistakes_of_evaluation(source: str, line: int, column: int, reference: str | None) -> None:
    with pytest.raises(MappingError) as caught:
        compile_expression(source).evaluate({"price": 5, "items": [{"code": "secret"}, {"code": 7}]})
    error = caught.value
    assert error.where.line == line
    if reference is not None:
        assert (error.where.column, error.reference) == (column, reference)
    assert "secret" not in error.message + error.hint


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{\n  'at': $noww()\n}", "There is no function $noww.", "Did you mean $now?"),
        ("{\n  'at': 1 ~> $summ()\n}", "There is no function $summ.", "Did you mean $sum?"),
        ("{\n  'at': $xqzw(1)\n}", "There is no function $xqzw.", "Use a function of JSONata"),
        ("{\n  'at': ($f := gone; $f())\n}", "Attempted to invoke a non-function.", "Look at the expression"),
    ],
)
def test_a_call_of_what_is_no_function_is_a_mistake_of_the_expression(
    source: str, message: str, hint: str
) -> None:
    with pytest.raises(MappingError) as caught:
        compile_expression(source).evaluate({})
    error = caught.value
    assert (error.message, error.reference, error.where.line) == (message, "T1006", 2)
    assert error.hint.startswith(hint)


def test_messages_tell_the_kind_of_a_value_instead_of_the_value() -> None:
    with pytest.raises(MappingError) as caught:
        compile_expression("$number(name)").evaluate({"name": "Jansen"})
    assert caught.value.message == "Unable to cast value to a number: a string of 6 characters."


def test_the_authors_own_words_are_kept() -> None:
    with pytest.raises(MappingError, match="No supplier in this order") as caught:
        compile_expression("$error('No supplier in this order')").evaluate({})
    assert caught.value.reference == "D3137"


def test_eval_is_refused_where_it_stands() -> None:
    with pytest.raises(MappingError) as caught:
        compile_expression("{\n 'a': $eval(text)\n}").evaluate({"text": "1"})
    assert (caught.value.code, caught.value.where.line, caught.value.where.column) == (
        "mapping.refused",
        2,
        7,
    )


def test_a_compiled_expression_is_kept() -> None:
    assert compile_expression("a.b.c") is compile_expression("a.b.c")
