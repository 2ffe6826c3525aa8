"""The contract of the demonstration's orders: every order passes, in each form; nothing else does."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.sandbox.portal.documents import CONTENT_TYPES, message
from connectors.sandbox.portal.orders import SAMPLES, make_order
from flows.engine.bodies import read_body
from flows.engine.contracts import Contract, contract_of
from flows.engine.errors import ContractBroken
from tests.acceptance import orders, samples
from tests.acceptance.samples import Sample

FOLDER = Path("console/demo/flows")


def contract(flow: str = "supplier-orders") -> Contract:
    found = contract_of(json.loads((FOLDER / f"{flow}.json").read_text("utf-8"))["trigger"]["config"])
    assert found is not None
    return found


def require(value: Any, flow: str = "supplier-orders") -> None:
    contract(flow).require(read_body(orjson.dumps(value), "application/json"))


def refused(value: Any, content_type: str = "application/json") -> ContractBroken:
    raw = value if isinstance(value, bytes) else orjson.dumps(value)
    with pytest.raises(ContractBroken) as caught:
        contract().require(read_body(raw, content_type))
    return caught.value


def test_it_is_answered_at_once() -> None:
    for path in FOLDER.glob("*.json"):
        config = json.loads(path.read_text("utf-8"))["trigger"]["config"]
        found = contract_of(config)
        assert found is None or found.schema.is_quick


@pytest.mark.parametrize("sample", samples.parameters())
def test_every_order_passes_in_each_form(sample: Sample) -> None:
    contract().require(read_body(sample.xml.encode(), "application/xml"))
    require(sample.json)
    require(sample.json["Order"])


def test_the_orders_of_the_guides_the_tests_and_the_portal_pass() -> None:
    for name in ("order.json", "order-canonical.json"):
        require(json.loads((samples.COMMITTED / name).read_text("utf-8")))
    flow = json.loads((FOLDER / "supplier-orders.json").read_text("utf-8"))
    (example,) = flow["trigger"]["config"]["schema"]["examples"]
    assert example == json.loads((samples.COMMITTED / "order-canonical.json").read_text("utf-8"))
    contract().require(read_body(orders.as_xml("PO-1").encode(), "application/xml"))
    require(orders.as_json("PO-1"))
    for sample in SAMPLES:
        order = make_order(sample, "PO-1", date(2026, 3, 2))
        for form, content_type in CONTENT_TYPES.items():
            contract().require(read_body(message(order, form), content_type))


@pytest.mark.parametrize("value", [None, [1, 2], "text", 5, True, []])
def test_what_is_no_object_is_refused(value: Any) -> None:
    assert "$ must be an object" in refused(value).message


@pytest.mark.parametrize("value", [{}, {"hello": "world"}, {"Invoice": {"ID": "1"}}])
def test_what_is_none_of_the_three_is_told_what_each_lacks(value: Any) -> None:
    told = refused(value).message
    assert told == (
        "The body does not fit the contract 'Purchase order': $ fits none of the alternatives:"
        " Peppol order (it lacks Order);"
        " Peppol order without its root (it lacks ID, DocumentCurrencyCode, SellerSupplierParty, OrderLine);"
        " Canonical order (it lacks number, currency, supplier, lines)."
    )


@pytest.mark.parametrize(
    ("value", "lacks"),
    [
        (
            {"Order": {"ID": "1"}},
            "$.Order.DocumentCurrencyCode, $.Order.OrderLine, $.Order.SellerSupplierParty",
        ),
        ({"ID": "1", "DocumentCurrencyCode": "EUR"}, "$.OrderLine, $.SellerSupplierParty"),
        ({"number": "PO-1", "lines": orders.as_json("PO-1")["lines"]}, "$.currency, $.supplier"),
        (orders.as_json("PO-1") | {"supplier": {}}, "$.supplier.key, $.supplier.name"),
        (
            orders.as_json("PO-1") | {"lines": [{}]},
            "$.lines[0].id, $.lines[0].item, $.lines[0].name, $.lines[0].price, $.lines[0].quantity",
        ),
    ],
)
def test_of_the_one_that_was_meant_it_is_told_what_is_missing(value: Any, lacks: str) -> None:
    assert refused(value).message.endswith(f"it lacks {lacks}.")


def test_wrong_places_are_named() -> None:
    order = samples.committed().json["Order"]
    for change, place in (
        ({"ID": ""}, "$.Order.ID"),
        ({"OrderLine": []}, "$.Order.OrderLine"),
        ({"OrderLine": [order["OrderLine"], 5]}, "$.Order.OrderLine[1]"),
        ({"OrderLine": {}}, "$.Order.OrderLine.LineItem"),
        ({"SellerSupplierParty": "Acme"}, "$.Order.SellerSupplierParty"),
    ):
        found = refused({"Order": {**order, **change}}).problems
        assert [one.where.path for one in found] == [place]


@pytest.mark.parametrize(
    ("written", "instead", "place"),
    [
        ("<cbc:ID>PO-1</cbc:ID>", "<cbc:ID> </cbc:ID>", "$.Order.ID"),
        ("2026-03-02", "2 March", "$.Order.IssueDate"),
        (">EUR</cbc:Doc", ">Euro</cbc:Doc", "$.Order.DocumentCurrencyCode"),
        (">7300010000018<", "> <", '$.Order.SellerSupplierParty.Party.EndpointID["#text"]'),
        (">4</cbc:Quantity>", ">four</cbc:Quantity>", '$.Order.OrderLine.LineItem.Quantity["#text"]'),
        (">4</cbc:Quantity>", ">.</cbc:Quantity>", '$.Order.OrderLine.LineItem.Quantity["#text"]'),
        (">12.50<", ">1e3<", '$.Order.OrderLine.LineItem.Price.PriceAmount["#text"]'),
        ("<cbc:ID>GL-100</cbc:ID>", "", "$.Order.OrderLine.LineItem.Item.SellersItemIdentification"),
    ],
)
def test_wrong_places_of_xml_are_named(written: str, instead: str, place: str) -> None:
    xml = orders.as_xml("PO-1")
    assert written in xml
    found = refused(xml.replace(written, instead).encode(), "application/xml").problems
    assert [one.where.path for one in found] == [place]


@pytest.mark.parametrize("part", ["cac:Party", "cac:LineItem", "cac:Item"])
def test_an_order_with_an_empty_part_is_no_order(part: str) -> None:
    emptied = re.sub(f"(?s)<{part}>.*?</{part}>", f"<{part}/>", orders.as_xml("PO-1"))
    assert refused(emptied.encode(), "application/xml").problems


@pytest.mark.parametrize("sample", samples.parameters())
def test_what_the_check_requires_the_door_requires(sample: Sample) -> None:
    for path in ("ID", "DocumentCurrencyCode", "SellerSupplierParty", "OrderLine"):
        assert refused({"Order": {name: one for name, one in sample.json["Order"].items() if name != path}})
    whole = orders.as_json("PO-1")
    for name in ("number", "currency", "supplier", "lines"):
        assert refused({key: one for key, one in whole.items() if key != name}).problems
    for name in ("id", "item", "name", "quantity", "price"):
        line = {key: one for key, one in whole["lines"][0].items() if key != name}
        assert refused(whole | {"lines": [line]}).problems


def test_the_least_that_a_seller_may_say_of_itself_passes() -> None:
    order = samples.committed().json["Order"]
    for party in (
        {"EndpointID": "1"},
        {"PartyIdentification": {"ID": {"@schemeID": "0088", "#text": "1"}}},
        {"PartyLegalEntity": {"CompanyID": "1"}},
        {"PartyLegalEntity": {"RegistrationName": "Acme"}},
        {"PartyName": {"Name": "Acme"}},
    ):
        require({"Order": {**order, "SellerSupplierParty": {"Party": party}}})
    short: list[Any] = [
        {},
        {"Contact": {}},
        {"PartyLegalEntity": {"CompanyLegalForm": "AS"}},
        {"EndpointID": ""},
    ]
    for party in short:
        assert refused({"Order": {**order, "SellerSupplierParty": {"Party": party}}}).problems


@pytest.mark.parametrize(
    "text", [b"<Order/>", b"<Invoice><ID>1</ID></Invoice>", b"<Order><ID>1</ID></Order>"]
)
def test_xml_that_is_no_order_is_refused(text: bytes) -> None:
    assert refused(text, "application/xml").problems


def test_peppols_answers_to_orders_are_no_orders() -> None:
    answers = [path for path in samples.PEPPOL.glob("*.xml") if "esponse" in path.name]
    for path in answers:
        assert "it lacks Order" in refused(path.read_bytes(), "application/xml").message


def test_the_other_flows_take_what_the_guides_send() -> None:
    require({"employees": [{"number": "E-7", "name": "A. Person"}]}, "employee-changes")
    with pytest.raises(ContractBroken, match=r"it lacks \$\.employees"):
        require({"people": []}, "employee-changes")
    require(
        {"file": {"name": "a.csv", "content_type": "text/csv", "bytes": 1, "sha256": "0"}}, "supplier-file"
    )
    sound = (samples.COMMITTED / "suppliers.csv").read_bytes().splitlines(keepends=True)[:2]
    contract("supplier-file").require(read_body(b"".join(sound), "text/csv"))
    with pytest.raises(ContractBroken, match="A file that was sent in"):
        require({"suppliers": []}, "supplier-file")
