"""``load``: one record under races, all rows or none, and the messages of the real one."""

import asyncio

from connectors.sandbox.tests.conftest import Wire

PARTNER = "res.partner"
ORDER_FIELDS = ["id", "partner_id/id", "order_line/name", "order_line/price_unit"]


async def test_the_same_row_again_is_the_same_record(wire: Wire) -> None:
    first = await wire.load(PARTNER, ["id", "name", "email"], ["ext.a", "A", "a@x.test"])
    assert first == {"ids": first["ids"], "messages": [], "nextrow": 0}
    written = wire.odoo.call(PARTNER, "read", ids=first["ids"])
    assert await wire.load(PARTNER, ["id", "name", "email"], ["ext.a", "A", "a@x.test"]) == first
    assert wire.odoo.call(PARTNER, "read", ids=first["ids"]) == written
    await wire.load(PARTNER, ["id", "name"], ["ext.a", "A2"])
    (record,) = wire.odoo.call(PARTNER, "read", ids=first["ids"], fields=["name", "email"])
    assert (record["name"], record["email"]) == ("A2", "a@x.test")


async def test_one_bad_row_stores_none(wire: Wire) -> None:
    found = await wire.load(PARTNER, ["id", "name"], ["ext.good", "Good"], ["ext.bad", ""])
    assert found["ids"] is False
    (message,) = found["messages"]
    assert (message["type"], message["record"], message["rows"]) == ("error", 1, {"from": 1, "to": 1})
    assert message["message"] == "Contacts require a name"
    assert wire.odoo.call("ir.model.data", "search", domain=[["name", "=", "good"]]) == []


async def test_external_ids_are_kept_by_odoos_rules(wire: Wire) -> None:
    twice = await wire.load(PARTNER, ["id", "name"], ["ext.t", "T1"], ["ext.t", "T2"])
    assert twice["ids"][0] == twice["ids"][1]
    await wire.load(PARTNER, ["id", "name"], ["bare", "Bare"])
    (known,) = wire.odoo.call("ir.model.data", "search_read", domain=[["name", "=", "bare"]])
    assert (known["module"], known["model"]) == ("__import__", PARTNER)
    for row in (["ext.with space", "X"],):
        assert (await wire.load(PARTNER, ["id", "name"], row))["ids"] is False
    assert (await wire.load("res.country", ["id", "name", "code"], ["ext.t", "X", "QX"]))["ids"] is False
    wire.odoo.call(PARTNER, "unlink", ids=[twice["ids"][0]])
    anew = await wire.load(PARTNER, ["id", "name"], ["ext.t", "T3"])
    assert anew["ids"][0] > twice["ids"][0]


async def test_the_total_is_that_of_all_lines_of_a_load(wire: Wire) -> None:
    await wire.load(PARTNER, ["id", "name"], ["ext.payee", "Payee"])
    fields = ["id", "partner_id/id", "order_line/id", "order_line/name", "order_line/price_unit"]
    rows = (["ext.sum", "ext.payee", "ext.sum1", "A", "2"], ["", "", "ext.sum2", "B", "3"])
    (order,) = (await wire.load("purchase.order", fields, *rows))["ids"]
    assert wire.odoo.call("purchase.order", "read", ids=[order])[0]["amount_total"] == 5
    (line,) = wire.odoo.call("purchase.order.line", "search", domain=[["name", "=", "B"]])
    wire.odoo.call("purchase.order.line", "write", ids=[line], vals={"price_unit": 4})
    assert wire.odoo.call("purchase.order", "read", ids=[order])[0]["amount_total"] == 6


async def test_every_currency_is_known(wire: Wire) -> None:
    known = wire.odoo.call("res.currency", "search_read", domain=[], context={"active_test": False})
    codes = {one["name"] for one in known}
    assert {"EUR", "CLF", "USN", "XUA", "ZWL", "BOV", "CHE", "MXV", "UYI", "XXX"} <= codes
    assert len(codes) == len(known) > 180


async def test_lines_double_without_external_ids_and_not_with_them(wire: Wire) -> None:
    await wire.load(PARTNER, ["id", "name"], ["ext.vendor", "Vendor"])
    rows = (["ext.o1", "ext.vendor", "A", "2"], ["", "", "B", "3"])
    for _ in range(2):
        (order,) = (await wire.load("purchase.order", ORDER_FIELDS, *rows))["ids"]
    assert len(wire.odoo.call("purchase.order", "read", ids=[order])[0]["order_line"]) == 4
    fields = [*ORDER_FIELDS, "order_line/id"]
    named = [[*row, f"ext.line_{number}"] for number, row in enumerate(rows)]
    named[0][0] = "ext.o2"
    for _ in range(2):
        (order,) = (await wire.load("purchase.order", fields, *named))["ids"]
    (record,) = wire.odoo.call("purchase.order", "read", ids=[order])
    assert (len(record["order_line"]), record["amount_total"]) == (2, 5.0)


async def test_eight_at_once_create_one_and_the_others_could_not_serialize(wire: Wire) -> None:
    wire.odoo.switch(latency_ms=100)
    answers = await asyncio.gather(
        *(wire.load(PARTNER, ["id", "name"], ["ext.race", f"R{number}"]) for number in range(8))
    )
    assert len([one for one in answers if one["ids"]]) == 1
    lost = [one["messages"][0]["message"] for one in answers if not one["ids"]]
    assert set(lost) == {"could not serialize access due to concurrent update"}
    assert len(wire.odoo.call("ir.model.data", "search", domain=[["name", "=", "race"]])) == 1


async def test_cells_are_strings(wire: Wire) -> None:
    status, error = await wire.call(f"{PARTNER}/load", {"fields": ["id", "name"], "data": [["ext.n", 12]]})
    assert (status, error["name"]) == (500, "builtins.AttributeError")
    status, error = await wire.call(f"{PARTNER}/load", {"fields": ["id", "nope"], "data": [["ext.n", "x"]]})
    assert (status, error["name"]) == (500, "builtins.ValueError")
