"""The older protocols, the switches, the page, the webhooks, and data that outlives the process."""

import xmlrpc.client
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from connectors.sandbox.tests.conftest import Wire
from connectors.sdk.types import JSON


def test_xml_rpc_and_its_faults(wire: Wire) -> None:
    key = wire.odoo.api_key
    common, objects = wire.proxy("common"), wire.proxy("object")
    uid = common.authenticate("sandbox", "admin", key, {})
    assert uid == 2
    assert common.authenticate("sandbox", "admin", "wrong", {}) is False

    def execute(*call: JSON, password: str = key) -> JSON:
        return objects.execute_kw("sandbox", uid, password, *call)

    made = execute("res.partner", "create", [{"name": "By XML"}])
    assert isinstance(made, int)
    assert execute("res.partner", "read", [[made]], {"fields": ["name", "email"]}) == [
        {"id": made, "name": "By XML", "email": False}
    ]
    for code, call in (
        (2, ("res.nope", "search", [[]])),
        (2, ("res.partner", "create", [{"email": "x"}])),
        (4, ("res.partner", "_write", [[made], {}])),
        (4, ("ir.config_parameter", "search", [[]])),
        (1, ("res.partner", "search", [[["nope", "=", 1]]])),
    ):
        with pytest.raises(xmlrpc.client.Fault) as caught:
            execute(*call)
        assert caught.value.faultCode == code
    with pytest.raises(xmlrpc.client.Fault, match="Access Denied"):
        execute("res.partner", "search", [[]], password="wrong")


async def test_json_rpc_answers_200_with_its_errors_inside(wire: Wire) -> None:
    async def rpc(*args: JSON) -> JSON:
        params = {
            "service": "object",
            "method": "execute_kw",
            "args": ["sandbox", 2, wire.odoo.api_key, *args],
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        async with wire.http.post(f"{wire.odoo.url}/jsonrpc", json=body) as answer:
            assert answer.status == 200
            return await answer.json()

    assert (await rpc("res.country", "search_count", [[["code", "=", "NO"]]]))["result"] == 1
    failed = await rpc("res.partner", "create", [{"email": "x"}])
    assert failed["error"]["data"]["name"] == "odoo.exceptions.ValidationError"


async def test_outages(wire: Wire) -> None:
    count = {"domain": [["name", "=", "Lost"]]}
    for outage in ("refuse", "lose_answers"):
        wire.odoo.switch(outage=outage)
        with pytest.raises(aiohttp.ClientError):
            await wire.call("res.partner/create", {"vals_list": {"name": "Lost"}})
        wire.odoo.switch(outage="none")
        assert (await wire.call("res.partner/search_count", count))[1] == (
            1 if outage == "lose_answers" else 0
        )
    wire.odoo.switch(outage="error500")
    status, page = await wire.call("res.partner/search_count", count)
    assert (status, page[:9]) == (500, "<!doctype")
    wire.odoo.switch(outage="hang")
    with pytest.raises(TimeoutError):
        url = f"{wire.odoo.url}/web/version"
        await wire.http.get(url, timeout=aiohttp.ClientTimeout(total=0.3))
    assert "hang" in await wire.page()


async def test_switches_need_the_key_and_sense(wire: Wire) -> None:
    url = f"{wire.odoo.url}/sandbox/switch"
    async with wire.http.post(url, json={"outage": "hang"}) as answer:
        assert answer.status == 401
    key = {"Authorization": f"bearer {wire.odoo.api_key}"}
    bodies: tuple[JSON, ...] = ({"outage": "fire"}, {"latency_ms": -1}, {"latency_ms": True}, {"x": 1}, [])
    for wrong in bodies:
        async with wire.http.post(url, json=wrong, headers=key) as answer:
            assert answer.status == 422
    async with wire.http.get(f"{wire.odoo.url}/sandbox/state", headers=key) as answer:
        state = await answer.json()
    assert (state["outage"], state["latency_ms"]) == ("none", 0)
    assert state["records"]["res.partner"] > 0


async def test_the_page_shows_orders_and_escapes(wire: Wire) -> None:
    await wire.call("res.partner/create", {"vals_list": {"name": "<b>Vendor</b>"}})
    line = [0, 0, {"name": "Gloves & masks", "price_unit": 2}]
    await wire.call("purchase.order/create", {"vals_list": {"partner_id": 1, "order_line": [line]}})
    page = await wire.page()
    assert "&lt;b&gt;Vendor&lt;/b&gt;" in page
    assert "Gloves &amp; masks" in page
    for name in ("page.js", "page.css"):
        async with wire.http.get(f"{wire.odoo.url}/sandbox/static/{name}") as answer:
            assert answer.status == 200


async def test_data_outlives_a_killed_process(wire: Wire) -> None:
    await wire.load("res.partner", ["id", "name"], ["ext.kept", "Kept"])
    wire.odoo.stop()
    wire.odoo.start()
    assert len(wire.odoo.call("ir.model.data", "search", domain=[["name", "=", "kept"]])) == 1


@pytest.fixture
async def posts() -> AsyncIterator[tuple[str, list[JSON]]]:
    """An address to post to, and what came."""
    came: list[JSON] = []

    async def take(request: web.Request) -> web.Response:
        came.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/", came
    await runner.cleanup()


async def test_automation_posts_too_often_without_trigger_fields(
    wire: Wire, posts: tuple[str, list[JSON]]
) -> None:
    url, came = posts
    (model,) = wire.odoo.call("ir.model", "search", domain=[["model", "=", "hr.department"]])
    rule = {"name": "R", "model_id": model, "trigger": "on_create_or_write"}
    (rule_id,) = (await wire.call("base.automation/create", {"vals_list": rule}))[1]
    action = {"name": "Send webhook", "model_id": model, "state": "webhook", "webhook_url": url}
    await wire.call("ir.actions.server/create", {"vals_list": {**action, "base_automation_id": rule_id}})
    _, (made,) = await wire.call("hr.department/create", {"vals_list": {"name": "D"}})
    assert len(came) == 14
    assert came[0]["_model"] == "hr.department"
    await wire.call("hr.department/write", {"ids": [made], "vals": {"name": "E"}})
    assert len(came) == 16
    names = wire.odoo.call(
        "ir.model.fields", "search", domain=[["model_id", "=", model], ["name", "=", "name"]]
    )
    await wire.call(
        "base.automation/write", {"ids": [rule_id], "vals": {"trigger_field_ids": [[6, 0, names]]}}
    )
    await wire.call("hr.department/create", {"vals_list": {"name": "F"}})
    assert len(came) == 17


async def test_an_inbound_webhook_runs_its_rule(wire: Wire, posts: tuple[str, list[JSON]]) -> None:
    url, came = posts
    (model,) = wire.odoo.call("ir.model", "search", domain=[["model", "=", "res.partner"]])
    rule = {"name": "In", "model_id": model, "trigger": "on_webhook"}
    (rule_id,) = (await wire.call("base.automation/create", {"vals_list": rule}))[1]
    action = {"name": "Send webhook", "model_id": model, "state": "webhook", "webhook_url": url}
    await wire.call("ir.actions.server/create", {"vals_list": {**action, "base_automation_id": rule_id}})
    (known,) = wire.odoo.call("base.automation", "read", ids=[rule_id], fields=["url"])
    body = {"_model": "res.partner", "_id": 1}
    async with wire.http.post(f"{wire.odoo.url}{known['url']}", json=body) as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})
    assert [one["_id"] for one in came] == [1]
    async with wire.http.post(f"{wire.odoo.url}/web/hook/unknown", json=body) as answer:
        assert answer.status == 404
