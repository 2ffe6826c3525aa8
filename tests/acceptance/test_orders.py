"""A purchase order's way through a whole installation, and what an outage of its target leaves."""

import re
from collections import Counter
from urllib.parse import quote

import pytest

from tests.acceptance import samples
from tests.acceptance.client import Client, client_of, odoo_records
from tests.acceptance.harness import Installation
from tests.acceptance.orders import SUPPLIER, as_json, as_xml
from tests.acceptance.samples import Sample
from tests.integration.embedded_support import eventually

pytestmark = pytest.mark.acceptance
_HOOK = "/hooks/supplier-orders"
_START = "/api/v1/flows/supplier-orders/executions/"
_XML = "application/xml"


@pytest.fixture(scope="module")
def client(installation: Installation) -> Client:
    return client_of(installation, "client")


@pytest.fixture(scope="module")
def operator(installation: Installation) -> Client:
    return client_of(installation, "operator")


def _status(client: Client, number: str) -> list[str]:
    """Statuses of the executions whose business key is the order's number."""
    found = client.get(f"/api/v1/executions/?flow=supplier-orders&business_key={number}")
    assert found.status == 200, found.body
    return [row["status"] for row in found.body["results"]]


def _orders(installation: Installation, number: str) -> int:
    return len(odoo_records(installation, "purchase.order", [["partner_ref", "=", number]], "id"))


@pytest.mark.parametrize("sample", samples.parameters())
def test_an_order_stands_in_odoo_once_however_often_it_is_posted(
    installation: Installation, client: Client, sample: Sample
) -> None:
    number = f"PO-70-{sample.name}"
    order = sample.numbered(number)
    answers = [
        client.post(_HOOK, order.xml, _XML),
        client.post(_HOOK, order.json),
        client.post(_START, order.json),
    ]
    assert [one.status for one in answers] == [202, 202, 202]
    assert answers[0].headers["location"].endswith(f"/api/v1/executions/{answers[0].body['id']}/")
    assert eventually(lambda: _status(client, number) == ["succeeded"] * 3), _status(client, number)
    (found,) = odoo_records(
        installation, "purchase.order", [["partner_ref", "=", number]], "partner_id", "order_line"
    )
    lines = order.json["Order"]["OrderLine"]
    assert len(found["order_line"]) == (len(lines) if isinstance(lines, list) else 1)
    key = client.get(f"/api/v1/executions/{answers[0].body['id']}/").body["business_keys"]["supplier"]
    suppliers = odoo_records(installation, "res.partner", [["ref", "=", key]], "name")
    assert [one["id"] for one in suppliers] == [found["partner_id"][0]]


def test_orders_that_look_alike_stand_apart(installation: Installation, client: Client) -> None:
    """Numbers whose parts join to the same, one number under two schemes, and ids with anything in them."""
    first = as_xml("PO-72").replace("<cbc:ID>1<", "<cbc:ID>1_2<")
    second = as_xml("PO-72_1").replace("<cbc:ID>1<", "<cbc:ID>2<")
    foreign = first.replace(f'"0088">{SUPPLIER}', f'"0192">{SUPPLIER}').replace("Meadow", "Another")
    odd = as_xml('PO-72 [{"}]').replace(f">{SUPPLIER}<", '>72"{[<').replace("GL-100", "GL]100")
    for body in (first, second, foreign, odd, first):
        assert client.post(_HOOK, body, _XML).status == 202
    wanted = {"PO-72": ["succeeded"] * 3, "PO-72_1": ["succeeded"], 'PO-72 [{"}]': ["succeeded"]}
    assert eventually(lambda: {one: _status(client, quote(one)) for one in wanted} == wanted)
    found = odoo_records(
        installation,
        "purchase.order",
        [["partner_ref", "like", "PO-72"]],
        "partner_ref",
        "partner_id",
        "order_line",
    )
    assert Counter(one["partner_ref"] for one in found) == Counter(
        ["PO-72", "PO-72", "PO-72_1", 'PO-72 [{"}]']
    )
    assert [len(one["order_line"]) for one in found] == [1] * 4
    assert len({one["partner_id"][0] for one in found}) == 3


def test_values_are_read_as_xml_schema_does(installation: Installation, client: Client) -> None:
    spaced = (
        as_xml(" PO-73\n")
        .replace(">EUR</cbc:Doc", ">\nCLF </cbc:Doc")
        .replace(">2026-03-02<", "> 2026-03-02 <")
    )
    assert (
        client.post(_HOOK, spaced.replace(">4<", ">\n+4.<").replace(">12.50<", "> .50 <"), _XML).status == 202
    )
    assert eventually(lambda: _status(client, "PO-73") == ["succeeded"]), _status(client, "PO-73")
    (order,) = odoo_records(
        installation,
        "purchase.order",
        [["partner_ref", "=", "PO-73"]],
        "amount_total",
        "currency_id",
        "date_order",
    )
    assert (order["amount_total"], order["currency_id"][1]) == (2, "CLF")
    assert order["date_order"].startswith("2026-03-02")


def test_an_order_may_have_ten_thousand_lines(installation: Installation, client: Client) -> None:
    order = as_json("PO-74")
    order["lines"] = [order["lines"][0] | {"id": str(number)} for number in range(10_000)]
    assert client.post(_HOOK, order).status == 202
    assert eventually(lambda: _status(client, "PO-74") == ["succeeded"], 180), _status(client, "PO-74")
    (found,) = odoo_records(installation, "purchase.order", [["partner_ref", "=", "PO-74"]], "order_line")
    assert len(found["order_line"]) == 10_000


def test_each_step_of_an_execution_can_be_seen(client: Client) -> None:
    identity = client.post(_HOOK, as_xml("PO-7002"), _XML).body["id"]
    assert eventually(lambda: _status(client, "PO-7002") == ["succeeded"])
    seen = client.get(f"/api/v1/executions/{identity}/").body
    assert {one["step"] for one in seen["steps"]} == {
        "read", "order", "check", "supplier", "products", "purchase",
    }  # fmt: skip
    assert {attempt["status"] for one in seen["steps"] for attempt in one["attempts"]} == {"succeeded"}


OUTAGE_S = 150.0
"""The flow's retries last about 50 seconds."""


def test_an_outage_becomes_dead_letters_and_a_redrive_delivers_each_order_once(
    installation: Installation, client: Client, operator: Client
) -> None:
    numbers = ["PO-7101", "PO-7102", "PO-7103"]
    assert installation.command("ctl", "stop", "sandbox-odoo").returncode == 0
    assert [client.post(_HOOK, as_xml(number), _XML).status for number in numbers] == [202] * 3
    assert eventually(lambda: _status(operator, "PO-7101") == ["retrying"]), _status(operator, "PO-7101")
    assert eventually(lambda: all(_status(operator, one) == ["dead"] for one in numbers), OUTAGE_S)
    groups = operator.get("/api/v1/dead-letters/groups/?flow=supplier-orders").body["results"]
    assert sum(group["count"] for group in groups) == 3

    assert installation.command("ctl", "start", "sandbox-odoo").returncode == 0
    for group in groups:
        assert operator.post(f"/api/v1/dead-letters/groups/{group['id']}/redrive/", {}).status == 202
    assert eventually(lambda: all(_status(operator, one) == ["succeeded"] for one in numbers))
    assert [_orders(installation, number) for number in numbers] == [1, 1, 1]


@pytest.mark.parametrize("path", [_HOOK, _START])
def test_what_is_no_order_is_refused_at_the_door(client: Client, operator: Client, path: str) -> None:
    before = operator.get("/api/v1/executions/accounting/").body["accepted"]
    for body in (
        "null",
        "[1,2]",
        '"text"',
        "5",
        "{}",
        '{"supplier":{},"lines":[{}]}',
        '{"Order": 1}',
        '{"Invoice": {"ID": "1"}}',
    ):
        answer = client.post(path, body, "application/json")
        assert (answer.status, answer.body["code"]) == (422, "body.contract"), answer.body
        assert "'Purchase order'" in answer.body["detail"] and answer.body["problems"]
    empty = re.sub("(?s)<cac:(Party|LineItem)>.*?</cac:(Party|LineItem)>", r"<cac:\1/>", as_xml("PO-75"))
    assert client.post(path, empty, _XML).status == 422
    assert client.post(path, "<Invoice><ID>1</ID></Invoice>", _XML).status == 422
    assert operator.get("/api/v1/executions/accounting/").body["accepted"] == before


def test_every_accepted_execution_is_accounted_for(operator: Client) -> None:
    counts = operator.get("/api/v1/executions/accounting/").body
    accepted = counts.pop("accepted")
    assert accepted == sum(counts.values()) > 0
