"""Reading, polling, describing, calling methods."""

from connectors.catalog.odoo.tests.conftest import Desk
from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON


async def test_what_is_read_is_plain_json(both: Desk) -> None:
    both.odoo.call(
        "res.partner", "create", vals_list={"name": both.name("plain"), "country_id": 1, "is_company": False}
    )
    found = await both.do(
        "search_read",
        model="res.partner",
        domain=[["name", "=", both.name("plain")]],
        fields=[
            "name",
            "email",
            "country_id",
            "parent_id",
            "is_company",
            "child_ids",
            "supplier_rank",
            "write_date",
        ],
    )
    (record,) = found["records"]
    assert record["email"] is None
    assert record["parent_id"] is None
    assert record["is_company"] is False
    assert record["country_id"]["id"] == 1
    assert record["child_ids"] == []
    assert record["supplier_rank"] == 0
    assert record["write_date"].endswith("Z")
    assert "T" in record["write_date"]


async def test_search_keeps_to_its_limit_and_refuses_nonsense(both: Desk) -> None:
    found = await both.do("search_read", model="res.country", limit=3, order="code")
    assert [one["id"] for one in found["records"]] == [one["id"] for one in found["records"][:3]]
    assert len(found["records"]) == 3
    for wrong in ({"domain": "all"}, {"limit": -1}, {"fields": 7}):
        assert isinstance(await both.error("search_read", model="res.country", **wrong), PermanentError)
    unknown = await both.error("search_read", model="res.country", domain=[["nope", "=", 1]])
    assert isinstance(unknown, PermanentError)


async def test_polling_sees_every_change_once(both: Desk) -> None:
    mine = [["ref", "=", both.name("polled")]]

    def add(count: int) -> list[int]:
        records = [{"name": f"P{number}", "ref": both.name("polled")} for number in range(count)]
        ids: list[int] = both.odoo.call("res.partner", "create", vals_list=records)
        return ids

    async def poll(cursor: JSON) -> JSON:
        return await both.do(
            "poll_changed", model="res.partner", domain=mine, fields=["name", "city"], cursor=cursor, limit=4
        )

    ids, seen, cursor, more = add(10), [], None, True
    while more:
        page = await poll(cursor)
        seen += [one["id"] for one in page["records"]]
        cursor, more = page["cursor"], page["more"]
    assert sorted(seen) == ids
    assert (await poll(cursor))["records"] == []
    late = add(1)
    page = await poll(cursor)
    assert [one["id"] for one in page["records"]] == late
    # Within the same second as before, most likely, which Odoo does not tell apart.
    both.odoo.call("res.partner", "write", ids=ids[:1], vals={"city": "Oslo", "active": False})
    page = await poll(page["cursor"])
    assert [one["id"] for one in page["records"]] == ids[:1]
    assert (await poll(page["cursor"]))["records"] == []
    assert isinstance(await both.error("poll_changed", model="res.partner", cursor={"no": 1}), PermanentError)


async def test_a_model_is_described_with_its_lines(both: Desk) -> None:
    schema = await both.session.describe("purchase.order")
    properties = schema["properties"]
    assert properties["date_order"]["format"] == "date-time"
    assert properties["partner_id"]["x-relation"] == "res.partner"
    assert "partner_id" in schema["required"]
    assert "state" not in properties
    lines = properties["order_line"]["items"]["properties"]["values"]["properties"]
    assert lines["price_unit"] == {"title": "Unit Price", "type": "number"}
    assert "order_id" not in lines
    assert await both.do("describe", model="purchase.order") == schema


async def test_only_allowed_methods_are_called(both: Desk) -> None:
    (order,) = both.odoo.call("purchase.order", "create", vals_list=[{"partner_id": 1}])
    done = await both.do("call_method", model="purchase.order", method="button_confirm", ids=[order])
    assert done == {"result": True}
    assert both.odoo.call("purchase.order", "read", ids=[order])[0]["state"] == "purchase"
    again = await both.error("call_method", model="purchase.order", method="button_confirm", ids=order)
    assert isinstance(again, PermanentError)
    assert "confirmed or cancelled already" in str(again)
    for method in ("unlink", "_write"):
        refused = await both.error("call_method", model="purchase.order", method=method, ids=[order])
        assert "does not allow" in str(refused)
