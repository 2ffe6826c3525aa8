"""Which records of Odoo an order becomes: the same for the same order in either form, others for others."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.xml import parse_xml
from tests.acceptance import orders, samples
from tests.acceptance.samples import Sample
from tests.unit.engine.demonstration import records

KINDS = Path("tests/fixtures/orders/kinds.xml").read_text("utf-8")
IDS = st.text("aA1_-:. []{}\"'/Ø", min_size=1, max_size=6).filter(lambda text: bool(text.strip()))


def order(number: str = "PO-7", line: str = "1", **changes: Any) -> dict[str, Any]:
    made = orders.as_json(number)
    made["lines"][0]["id"] = line
    return made | changes


@given(st.tuples(IDS, IDS), st.tuples(IDS, IDS))
@settings(deadline=None)
def test_orders_and_lines_that_differ_are_different_records(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = records(order(*one)), records(order(*other))
    stripped = [tuple(part.strip() for part in both) for both in (one, other)]
    assert (first.lines == second.lines) == (stripped[0] == stripped[1])
    assert (first.order == second.order) == (stripped[0][0] == stripped[1][0])


def test_what_a_separator_stands_in_stays_apart() -> None:
    assert records(order("PO-7", "1_2")).lines != records(order("PO-7_1", "2")).lines
    assert records(order("PO 7")).order != records(order("PO-7")).order != records(order("PO[7]")).order
    assert records(order("A  B")).order != records(order("A B")).order


@pytest.mark.parametrize("sample", samples.parameters())
def test_both_forms_of_a_document_are_one_order(sample: Sample) -> None:
    assert records(sample.xml) == records(sample.json) == records(sample.json["Order"])
    assert records(sample.numbered("PO-other").xml).order != records(sample.xml).order


def test_the_canonical_order_is_the_same_as_its_document() -> None:
    assert records(orders.as_json("PO-7")) == records(orders.as_xml("PO-7"))
    assert records(orders.as_json("PO-7") | {"number": " PO-7\n"}) == records(orders.as_xml("PO-7"))
    assert records(orders.as_json("PO-7") | {"key": "of one's own"}) == records(orders.as_xml("PO-7"))


def test_the_three_samples_of_the_guides_are_one_order() -> None:
    xml, *others = (
        (samples.COMMITTED / name).read_text("utf-8")
        for name in ("order.xml", "order.json", "order-canonical.json")
    )
    assert [records(json.loads(one)) for one in others] == [records(xml)] * 2


def test_one_number_of_two_schemes_is_two_suppliers() -> None:
    first, second = KINDS, KINDS.replace('schemeID="0192"', 'schemeID="0088"')
    assert records(first).supplier == "supplier_0192_123456789"
    assert records(second).supplier == "supplier_0088_123456789"
    assert records(first).order != records(second).order
    assert not set(records(first).lines) & set(records(second).lines)
    assert not set(records(first).products) & set(records(second).products)
    buyer = KINDS.replace('schemeID="0088"', 'schemeID="0192"')
    assert records(buyer).supplier == records(first).supplier
    assert records(buyer).order != records(first).order


def test_the_numbers_of_different_people_are_different_products() -> None:
    assert records(KINDS).products == (
        "item_0192_123456789__4711",
        "item_0192_123456789_0160_4711",
        "item_0192_123456789_buyer_0088_7300010000001_4711",
        "item_0192_123456789_name_4711",
    )


def test_a_name_is_nobodys_number() -> None:
    endpoint = '<cbc:EndpointID schemeID="0192">123456789</cbc:EndpointID>'
    named = KINDS.replace(endpoint, "").replace("Fjordlab Utstyr AS", "123456789")
    unsaid = KINDS.replace(' schemeID="0192"', "")
    assert records(named).supplier == "supplier_name_123456789"
    assert records(unsaid).supplier == "supplier__123456789"
    identified = KINDS.replace(
        endpoint,
        '<cac:PartyIdentification><cbc:ID schemeID="0192">123456789</cbc:ID></cac:PartyIdentification>',
    )
    assert records(identified).supplier == records(parse_xml(KINDS)).supplier
