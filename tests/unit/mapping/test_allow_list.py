"""What the fast engine may evaluate, and what keeps an expression from it."""

import pytest

from flows.engine.mapping import Expression
from flows.engine.mapping.quick.growth import Growth
from flows.engine.mapping.stand_ins import stand_ins


@pytest.mark.parametrize(
    ("source", "translated"),
    [
        ("Order.Line[qty > 1].{'a': b}", 'Order.Line[qty > 1].{"a":b}'),
        ("a & b ~> $count", "(a & b) ~> $count"),
        ("x = n ?? 1", "(x = n) ?? 1"),
        ('a.`b c`."and"', 'a.`b c`."and"'),
        ("items^(>price, name)[0]", "items^(>price,name)[0]"),
        ("items.a[]", "items.a[]"),
        ("-5 + -(a)", "(-5) + (-((a)))"),
        ("a[$contains(b, /[\\d.]+x/i)]", "a[$contains(b,/[0-9.]+x/i)]"),
        ("$round(a, 2)", "($fairlead_value:=a;$exists($fairlead_value)?$fairlead_round($fairlead_value,2))"),
        ("a ~> $round(2)", "a ~> $fairlead_round(2)"),
        ("$now()", "$fairlead_now()"),
        ("a / 4", "a / 4"),
    ],
)
def test_expressions_are_written_out_anew(source: str, translated: str) -> None:
    assert stand_ins(source).translation.source == translated


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("$eval('1')", "calls $eval"),
        ("$random()", "calls $random"),
        ("$f(1)", "calls $f"),
        ("($f := function($x){ $f($x) }; $f(1))", "lambda"),
        ("function($x){ $x }(1)", "computed function"),
        ("$map(a, $uppercase)", "used as a value"),
        ("($sum := 1; $sum)", "binds $sum"),
        ("a.%.b", "parent"),
        ("a@$x", "operator @"),
        ("a#$i", "operator #"),
        ("|b|{}|", "transform"),
        ("$sum(?)", "partial"),
        ("[0..$count(a)]", "computed bounds"),
        ("[0..9999999]", "long"),
        ("$pad(a, width)", "computed or great width"),
        ("$pad(a, 1000000)", "computed or great width"),
        ("$round(a, places)", "computed argument"),
        ("$uppercase()", "takes the context"),
        ("$exists($)", "looks at the context"),
        ("x = n^(a)", "without parentheses"),
        ("$sort(a, function($l, $r){ $l > $r })", "by a function"),
        ("$contains(a, /(?=b)/)", "regular expression"),
        ("$split(a, /x*/)", "empty text"),
        ("$map(a, function($x)<n:n>{ $x })", "signature"),
        ("$map(a, function($x){ $filter($x, function($y){ $y }) })", "gives a sequence"),
        ("$filter(a, function($x){ $x })[]", "rewritten"),
        ("'\\ud834' & a", "half a character"),
        ("$fairlead_value", "used as a value"),
    ],
)
def test_what_is_left_to_the_authority_says_why(source: str, reason: str) -> None:
    expression = Expression(source)
    assert expression.lane is None
    assert expression.unproven is not None and reason in expression.unproven
    assert not expression.accelerated
    assert expression.acceleration.startswith("not accelerated: ")


@pytest.mark.parametrize(
    ("source", "degree"),
    [
        ("1", 0),
        ("a.b.c", 1),
        ("items.{'a': b, 'c': $uppercase(d)}", 1),
        ("($l := Order.Line; $l.{'a': b})", 1),
        ("{'a': b, 'c': $v.d}", 1),
        ("items.{'a': b, 'c': $v.d}", 2),
        ("items.{'a': $$.name}", 2),
        ("items.($$.items.($$.items))", 3),
        ("$map(items, function($i){ $i.a })", 1),
        ("$map(items, function($i){ items })", 2),
        ("$map(items, function($nodes, $self){ $nodes.a })", 1),
        ("items[$$.limit > b]", 1),
        ("$$.a > b", 1),
        ("$join(items.a, ', ')", 1),
        ("$replace(a, b, c)", 3),
    ],
)
def test_growth_is_seen_in_the_text(source: str, degree: int) -> None:
    assert stand_ins(source).translation.growth.degree == degree


@pytest.mark.parametrize(
    ("source", "weight"),
    [("a.b.c.d.e", 1), ("[a, b, c][0] & [a, b, c][0]", 4), ("[a, b]", 3), ("[a, b][c]", 3), ("a & b & c", 3)],
)
def test_what_is_taken_out_is_no_larger_than_what_it_is_taken_from(source: str, weight: int) -> None:
    assert stand_ins(source).translation.growth.weight == weight


def test_doubling_is_seen_in_the_text() -> None:
    source = "($a := x & x; " + "$a := $a & $a; " * 20 + "$a)"
    assert stand_ins(source).translation.growth.weight > 2**20


def test_growth_adds_up() -> None:
    assert Growth(1, 1, 0).visited(Growth(1, 1, 1)) == Growth(1, 1, 1)
    assert Growth(2, 1, 0).times(Growth(3, 1, 1)) == Growth(6, 2, 1)
