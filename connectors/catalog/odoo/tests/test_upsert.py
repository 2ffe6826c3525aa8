"""Upsert: once, whatever is repeated, raced, lost or wrong beside it."""

import asyncio

from connectors.catalog.odoo.tests.conftest import Desk, context
from connectors.registry import connector
from connectors.sandbox.testing import OdooProcess
from connectors.sdk.errors import ConfigurationError, PermanentError, RetryableError
from connectors.sdk.protocol import CallItem, CallOutcome
from connectors.sdk.types import JSON


def order(desk: Desk, quantity: int = 10) -> dict[str, JSON]:
    return {
        "model": "purchase.order",
        "external_id": desk.name("order 34"),
        "values": {
            "partner_id": {"external_id": desk.name("supplier")},
            "partner_ref": "34",
            "date_order": "2026-01-31T08:00:00+01:00",
            "currency_id": {"code": "NOK"},
            "note": None,
            "order_line": [
                {
                    "external_id": desk.name(f"line/34.{number}"),
                    "values": {"name": f"Item {number}", "product_qty": quantity, "price_unit": 2.5},
                }
                for number in (1, 2)
            ],
        },
    }


async def supplier(desk: Desk, **values: JSON) -> JSON:
    return await desk.do(
        "upsert",
        model="res.partner",
        external_id=desk.name("supplier"),
        values={"name": "Acme", "country_id": {"code": "no"}, "supplier_rank": 1, **values},
    )


async def test_the_same_call_again_is_the_same_record(both: Desk) -> None:
    first = await supplier(both, email="a@x.test")
    again = await supplier(both, phone="+47 1")
    assert first == again == {"id": first["id"], "external_id": f"fairlead.{both.name('supplier')}"}
    (record,) = both.odoo.call("res.partner", "read", ids=[first["id"]])
    assert (record["email"], record["phone"], record["country_id"][1]) == ("a@x.test", "+47 1", "Norway")


async def test_lines_never_double(both: Desk) -> None:
    await supplier(both)
    first = await both.do("upsert", **order(both))
    again = await both.do("upsert", **order(both, quantity=3))
    assert first["id"] == again["id"]
    (record,) = both.odoo.call("purchase.order", "read", ids=[first["id"]])
    assert len(record["order_line"]) == 2
    assert (record["amount_total"], record["currency_id"][1]) == (15.0, "NOK")
    assert record["date_order"] == "2026-01-31 07:00:00"


async def test_eight_at_once_are_one_record(odoo: OdooProcess, desk: Desk) -> None:
    """Eight sessions stand for eight workers, which share nothing but Odoo."""
    odoo.switch(latency_ms=30)
    sessions = [connector("odoo").open(context(odoo)) for _ in range(8)]
    name = desk.name("raced")
    arguments = {"model": "res.partner", "external_id": name, "values": {"name": "Raced"}}

    async def upsert(number: int) -> CallOutcome:
        (found,) = await sessions[number].call("upsert", [CallItem(str(number), arguments)])
        return found

    outcomes = list(await asyncio.gather(*(upsert(number) for number in range(8))))
    for _ in range(8):  # what still lost its races is what the engine retries
        for number, one in enumerate(outcomes):
            if one.error is not None:
                assert isinstance(one.error, RetryableError)
                outcomes[number] = await upsert(number)
    assert len({one.output["id"] for one in outcomes}) == 1
    assert len(desk.search("res.partner", ["name", "=", "Raced"])) == 1
    for session in sessions:
        await session.close()


async def test_one_session_keeps_its_calls_for_one_record_apart(odoo: OdooProcess, desk: Desk) -> None:
    odoo.switch(latency_ms=20)
    calls = [
        desk.outcome(
            "upsert",
            key=str(number),
            model="res.partner",
            external_id=desk.name("busy"),
            values={"name": f"State {number}"},
        )
        for number in range(6)
    ]
    outcomes = await asyncio.gather(*calls)
    assert [one.error for one in outcomes] == [None] * 6


async def test_a_bad_record_among_a_hundred_fails_alone(both: Desk) -> None:
    def values(number: int) -> JSON:
        if number == 41:
            return {"name": "", "ref": both.name("many")}
        return {"name": f"Partner {number}", "ref": both.name("many")}

    outcomes = await both.many(
        "upsert",
        [
            {"model": "res.partner", "external_id": both.name(f"many_{number}"), "values": values(number)}
            for number in range(100)
        ],
    )
    failed = [index for index, one in enumerate(outcomes) if one.error is not None]
    assert failed == [41]
    error = outcomes[41].error
    assert isinstance(error, PermanentError)
    assert "Contacts require a name" in error.message
    assert error.where.path == "name"
    assert len(both.search("res.partner", ["ref", "=", both.name("many")])) == 99


async def test_a_lost_answer_repeated_is_one_record(odoo: OdooProcess, both: Desk) -> None:
    await both.do("describe", model="res.partner")
    odoo.switch(outage="lose_answers")
    arguments = {
        "model": "res.partner",
        "external_id": both.name("lost"),
        "values": {"name": both.name("lost")},
    }
    assert isinstance(await both.error("upsert", **arguments), RetryableError)
    odoo.switch(outage="none")
    await both.do("upsert", **arguments)
    assert len(both.search("res.partner", ["name", "=", both.name("lost")])) == 1


async def test_equal_and_changing_records_in_one_call(desk: Desk) -> None:
    def state(text: str) -> dict[str, JSON]:
        return {"model": "res.partner", "external_id": desk.name("twice"), "values": {"name": text}}

    outcomes = await desk.many("upsert", [state("A"), state("B"), state("A"), state("A")])
    ids = {one.output["id"] for one in outcomes}
    assert len(ids) == 1
    assert desk.odoo.call("res.partner", "read", ids=list(ids), fields=["name"])[0]["name"] == "A"


async def test_a_list_of_records_with_different_fields(desk: Desk) -> None:
    found = await desk.do(
        "upsert",
        model="product.product",
        records=[
            {"external_id": desk.name("a"), "values": {"name": "A", "default_code": "a"}},
            {"external_id": desk.name("b"), "values": {"name": "B"}},
            {"external_id": desk.name("a"), "values": {"name": "A", "default_code": "a"}},
        ],
    )
    ids = [one["id"] for one in found["records"]]
    assert len(ids) == 3
    assert ids[0] == ids[2] != ids[1]
    assert await desk.do("upsert", model="product.product", records=[]) == {"records": []}


async def test_mistakes_are_told_with_their_field(desk: Desk) -> None:
    async def refused(**values: JSON) -> str:
        error = await desk.error(
            "upsert", model="res.partner", external_id=desk.name("bad"), values={"name": "X", **values}
        )
        assert isinstance(error, PermanentError)
        assert not isinstance(error, ConfigurationError)
        return f"{error.where.path}: {error.message}"

    assert "no field 'nope'" in await refused(nope=1)
    assert (await refused(country_id={"code": "QQ"})).startswith("country_id")
    assert (await refused(supplier_rank="many")).startswith("supplier_rank")
    assert (await refused(name={"deep": 1})).startswith("name")
    assert (await refused(child_ids=[{"values": {"name": "Y"}}])).startswith("child_ids")
    assert "No matching record" in await refused(parent_id={"external_id": "unknown"})
    unknown = await desk.error("upsert", model="res.nope", external_id="x", values={})
    assert "does not exist" in str(unknown)


async def test_create_happens_once_per_key(odoo: OdooProcess, both: Desk) -> None:
    await both.do("describe", model="purchase.order")
    partner = await supplier(both)
    values = {
        "partner_id": partner["id"],
        "partner_ref": both.name("created"),
        "order_line": [{"values": {"name": "Line", "price_unit": 1}}],
    }
    odoo.switch(outage="lose_answers")
    lost = await both.outcome("create", model="purchase.order", values=values)
    assert isinstance(lost.error, RetryableError)
    odoo.switch(outage="none")
    again = await both.outcome("create", retried=True, model="purchase.order", values=values)
    assert again.error is None
    found = both.search("purchase.order", ["partner_ref", "=", both.name("created")])
    assert found == [again.output["id"]]
    assert len(both.odoo.call("purchase.order", "read", ids=found)[0]["order_line"]) == 1


async def test_update_by_number(both: Desk) -> None:
    partner = await supplier(both)
    assert await both.do("update", model="res.partner", id=partner["id"], values={"city": "Oslo"}) == {
        "id": partner["id"]
    }
    assert both.odoo.call("res.partner", "read", ids=[partner["id"]])[0]["city"] == "Oslo"
    gone = await both.error("update", model="res.partner", id=10**6, values={"city": "Oslo"})
    assert isinstance(gone, PermanentError)
