"""What the demonstration reads of an order's values: whatever XML Schema lets a document write."""

import time
from typing import Any

import pytest

from flows.engine.mapping import Limits, MappingError, compile_expression
from flows.engine.turns import Evaluated, Evaluation
from flows.engine.xml import parse_xml
from tests.acceptance import orders
from tests.unit.engine.demonstration import canonical, records, steps

NULLS = orders.as_json("PO-1")
NULLS["supplier"] |= {"email": None, "zip": 20457}
NULLS["lines"][0] |= {"unit": None, "base_quantity": " 2 "}


def document(*changes: tuple[str, str]) -> str:
    """The order with each written text replaced."""
    xml = orders.as_xml("PO-1")
    for written, instead in changes:
        assert written in xml
        xml = xml.replace(written, instead)
    return xml


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+10", 10), (".5", 0.5), ("10.", 10), ("\n 10\n", 10), ("-3", -3), ("-.5", -0.5), ("+.5", 0.5),
        ("007.50", 7.5), ("000", 0), ("\t+4.00 ", 4), ("0.04", 0.04), ("1234567.89", 1234567.89),
    ],
)  # fmt: skip
def test_decimals_are_those_of_xml_schema(written: str, number: float) -> None:
    xml = document((">4</cbc:Quantity>", f">{written}</cbc:Quantity>"), (">12.50<", f">{written}<"))
    (line,) = canonical(xml)["lines"]
    assert (line["quantity"], line["price"]) == (number, number)
    made = orders.as_json("PO-1")
    made["lines"][0] |= {"quantity": written, "price": written}
    assert canonical(made)["lines"][0]["quantity"] == number


def test_whitespace_around_values_means_nothing() -> None:
    spaced = document(
        (">PO-1<", ">\n PO-1 <"), (">2026-03-02<", "> 2026-03-02\n<"), (">EUR</cbc:Doc", ">\tEUR </cbc:Doc"),
        (">7300010000018<", "> 7300010000018 <"), ("<cbc:ID>1<", "<cbc:ID> 1 <"), (">GL-100<", "> GL-100\n<"),
    )  # fmt: skip
    assert canonical(spaced) == canonical(document())
    assert records(spaced) == records(document())


def test_a_day_may_tell_its_time_zone() -> None:
    for written in ("2026-03-02Z", "2026-03-02+02:00", "2026-03-02T10:00:00Z"):
        assert canonical(document((">2026-03-02<", f">{written}<")))["issued"] == "2026-03-02"


@pytest.mark.parametrize("odd", ["[", "]", "{", "}", '"', "a b", "Ø", "1_2"])
def test_every_character_passes_in_every_id(odd: str) -> None:
    xml = document(
        (">PO-1<", f">{odd}<"), (">7300010000018<", f">{odd}<"), ("<cbc:ID>1<", f"<cbc:ID>{odd}<"),
        (">GL-100<", f">{odd}<"),
    )  # fmt: skip
    order = canonical(xml)
    assert order["number"] == order["supplier"]["key"] == odd
    assert records(xml)


def test_a_price_for_nothing_is_said_to_be_one() -> None:
    zero = ("</cbc:PriceAmount>", "</cbc:PriceAmount><cbc:BaseQuantity>0.0</cbc:BaseQuantity>")
    with pytest.raises(MappingError, match=r"Line 1 has the BaseQuantity 0"):
        canonical(document(zero))
    ten = ("</cbc:PriceAmount>", '</cbc:PriceAmount><cbc:BaseQuantity unitCode="EA"> 10. </cbc:BaseQuantity>')
    assert canonical(document(ten))["lines"][0]["price"] == 1.25


@pytest.mark.parametrize(
    "given",
    [parse_xml(document()), parse_xml(document((">4<", ">\n+.5<"))), {}, orders.as_json("PO-1"), NULLS],
)
def test_both_engines_read_the_same(given: Any) -> None:
    lane = compile_expression(steps()["order"]["expression"]).lane
    assert lane is not None
    true, quick = lane.compare(given, {}, Limits(seconds=30), time.monotonic() + 30, 0)
    assert quick is not None and true.error is None
    assert true.agrees(quick)


def test_both_engines_read_ten_thousand_lines_within_the_limits_that_their_size_gives() -> None:
    order = parse_xml(document())
    order["Order"]["OrderLine"] = [order["Order"]["OrderLine"]] * 10_000
    expression = compile_expression(steps()["order"]["expression"])
    assert expression.lane is not None
    limits = Evaluation(Evaluated(expression), order, None).limits
    true, quick = expression.lane.compare(order, {}, limits, time.monotonic() + limits.seconds, 0)
    assert quick is not None and len(quick.value["lines"]) == 10_000
    assert true.agrees(quick)
