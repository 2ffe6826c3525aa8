"""JSON-2 answers as a running Odoo 19 answered, status and name."""

import pytest

from connectors.sandbox.tests.conftest import Wire
from connectors.sdk.types import JSON

PARTNER = "res.partner"


async def test_values_come_in_odoos_form(wire: Wire) -> None:
    _, ids = await wire.call(f"{PARTNER}/create", {"vals_list": [{"name": "A"}, {"name": "B"}]})
    assert len(ids) == 2
    _, alone = await wire.call(f"{PARTNER}/create", {"vals_list": {"name": "C"}})
    assert len(alone) == 1
    wanted = {"domain": [["id", "=", ids[0]]], "fields": ["name", "email", "country_id", "write_date"]}
    _, (record,) = await wire.call(f"{PARTNER}/search_read", wanted)
    assert record == {
        "id": ids[0],
        "name": "A",
        "email": False,
        "country_id": False,
        "write_date": record["write_date"],
    }
    assert len(record["write_date"]) == 19
    assert await wire.call(f"{PARTNER}/write", {"ids": [ids[0]], "vals": {"email": "a@x.test"}}) == (
        200,
        True,
    )
    assert await wire.call(f"{PARTNER}/unlink", {"ids": ids}) == (200, True)
    assert await wire.call(f"{PARTNER}/read", {"ids": ids}) == (200, [])


@pytest.mark.parametrize(
    ("path", "body", "status", "name"),
    [
        ("res.partner/write", {"ids": [10**6], "vals": {"name": "x"}}, 404, "odoo.exceptions.MissingError"),
        ("res.partner/_write", {}, 403, "odoo.exceptions.AccessError"),
        ("ir.config_parameter/search_read", {}, 403, "odoo.exceptions.AccessError"),
        ("stock.quant/create", {"vals_list": {}}, 403, "odoo.exceptions.AccessError"),
        ("res.nope/search_read", {}, 404, "werkzeug.exceptions.NotFound"),
        ("res.partner/nope", {}, 404, "werkzeug.exceptions.NotFound"),
        ("res.partner/create", {}, 422, "werkzeug.exceptions.UnprocessableEntity"),
        ("res.partner/search", {"ids": [1], "domain": []}, 422, "werkzeug.exceptions.UnprocessableEntity"),
        ("res.partner/create", {"vals_list": {"email": "x"}}, 422, "odoo.exceptions.ValidationError"),
        ("purchase.order/create", {"vals_list": {}}, 422, "odoo.exceptions.ValidationError"),
        (
            "res.country/create",
            {"vals_list": {"name": "N", "code": "NO"}},
            422,
            "odoo.exceptions.ValidationError",
        ),
        ("res.partner/search_read", {"nope": 1}, 500, "builtins.TypeError"),
        ("res.partner/search_read", {"fields": ["nope"]}, 500, "builtins.ValueError"),
        ("res.partner/search_read", {"domain": [["nope", "=", 1]]}, 500, "builtins.ValueError"),
        ("res.partner/create", {"vals_list": {"nope": 1}}, 500, "builtins.ValueError"),
    ],
)
async def test_errors_have_odoos_status_and_name(
    wire: Wire, path: str, body: JSON, status: int, name: str
) -> None:
    found, error = await wire.call(path, body)
    assert (found, error["name"]) == (status, name)
    assert set(error) == {"name", "message", "arguments", "context", "debug"}
    assert error["debug"].startswith("Traceback")


async def test_keys_databases_and_content_types(wire: Wire) -> None:
    url = f"{wire.odoo.url}/json/2/res.users/context_get"
    async with wire.http.post(url, json={}, headers={"Authorization": "bearer wrong"}) as answer:
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    status, page = await wire.call("res.users/context_get", {}, **{"X-Odoo-Database": "elsewhere"})
    assert (status, page[:9]) == (404, "<!doctype")
    key = {"Authorization": f"bearer {wire.odoo.api_key}"}
    async with wire.http.post(url, data="a=1", headers=key) as answer:
        assert (answer.status, answer.content_type) == (415, "text/html")
    json_key = {**key, "Content-Type": "application/json"}
    async with wire.http.post(url, data=b"{", headers=json_key) as answer:
        assert answer.status == 400
    async with wire.http.get(url, headers=key) as answer:
        assert answer.status in (404, 405)


async def test_a_body_that_is_no_object_runs_without_arguments(wire: Wire) -> None:
    status, everything = await wire.call("res.country/search_read", [["code", "=", "NO"]])
    assert status == 200
    assert len(everything) > 200


async def test_archived_records_and_whole_seconds_in_domains(wire: Wire) -> None:
    assert (await wire.call("res.currency/search", {"domain": [["name", "=", "JMD"]]}))[1] == []
    archived = {"domain": [["name", "=", "JMD"]], "context": {"active_test": False}}
    assert len((await wire.call("res.currency/search", archived))[1]) == 1
    _, (made,) = await wire.call(f"{PARTNER}/create", {"vals_list": {"name": "Now"}})
    _, (record,) = await wire.call(f"{PARTNER}/read", {"ids": [made], "fields": ["write_date"]})
    second = record["write_date"]
    for operator, found in ((">", []), (">=", [made]), ("<=", [made]), ("<", [])):
        domain = [["id", "=", made], ["write_date", operator, second]]
        assert (await wire.call(f"{PARTNER}/search", {"domain": domain}))[1] == found


async def test_it_tells_its_version_and_models(wire: Wire) -> None:
    async with wire.http.get(f"{wire.odoo.url}/web/version") as answer:
        assert (await answer.json())["version"] == "19.0"
    key = {"Authorization": f"bearer {wire.odoo.api_key}"}
    async with wire.http.get(f"{wire.odoo.url}/doc-bearer/res.partner.json", headers=key) as answer:
        assert (await answer.json())["fields"]["country_id"]["relation"] == "res.country"
    async with wire.http.get(f"{wire.odoo.url}/doc-bearer/index.json") as answer:
        assert answer.status == 401
