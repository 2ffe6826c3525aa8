"""Connections and systems over the API."""

import pytest

from console.accounts.models import User
from console.audit.models import AuditEntry
from tests import factories
from tests.factories import Api, Cast, flow_document
from tests.integration.api.conftest import World

NEW = {
    "slug": "ledger",
    "name": "Ledger",
    "connector": "http",
    "system": "warehouse-system",
    "config": {"base_url": "https://ledger.example"},
    "secrets": {"token": "an-open-secret"},
}


def test_secrets_go_in_and_never_come_out(world: World, cast: Cast) -> None:
    api = Api(cast.administrator)
    made = api("POST", "connections/", NEW)
    assert made.status_code == 201
    assert made.json()["secrets"]["token"]["set"] is True
    changed = api("PATCH", "connections/ledger/", {"secrets": {"token": "another-secret"}, "name": "Books"})
    assert (changed.status_code, changed.json()["name"]) == (200, "Books")
    shown = api("GET", "connections/ledger/")
    for answer in (made, changed, shown, api("GET", "connections/")):
        assert b"an-open-secret" not in answer.content
        assert b"another-secret" not in answer.content
    removed = api("PATCH", "connections/ledger/", {"secrets": {"token": None}})
    assert removed.json()["secrets"]["token"]["set"] is False


def test_the_trail_names_changed_secrets_and_holds_none(world: World, cast: Cast) -> None:
    Api(cast.administrator)("POST", "connections/", NEW)
    entry = AuditEntry.objects.get(object="connection:ledger")
    assert entry.detail["secrets"] == ["token"]
    assert "an-open-secret" not in str(entry.detail)


def test_the_trail_tells_what_was_changed_from_what_to_what(world: World, cast: Cast) -> None:
    """The page sends the whole form; what stayed as it was is no change."""
    api = Api(cast.administrator)
    form = api("GET", "connections/warehouse/").json()
    given = {
        name: form[name] for name in ("name", "system", "config", "max_concurrency", "requests_per_minute")
    }
    given["config"] = {**given["config"], "base_url": "http://elsewhere.example"}
    assert api("PATCH", "connections/warehouse/", {**given, "secrets": {}}).status_code == 200
    detail = AuditEntry.objects.filter(action="connection.change").get().detail
    was = form["config"]["base_url"]
    assert detail == {"changed": {"config.base_url": {"from": was, "to": "http://elsewhere.example"}}}
    api("POST", "connections/warehouse/test/")
    tested = AuditEntry.objects.filter(action="connection.test").get()
    assert (tested.object, tested.detail) == ("connection:warehouse", {"ok": False})


def test_lists_hold_to_the_rights_on_the_connection(world: World, cast: Cast) -> None:
    def slugs(user: User) -> list[str]:
        return [row["slug"] for row in Api(user)("GET", "connections/").json()["results"]]

    factories.connection(cast.administrator, "ledger")
    assert slugs(cast.analyst) == ["ledger", "warehouse"]
    assert slugs(cast.client) == slugs(cast.outsider) == []
    assert Api(cast.client)("GET", "connections/warehouse/").status_code == 404
    assert Api(cast.steward)("GET", "connections/warehouse/").json()["permissions"] == ["view"]


def test_who_may_change_connections(world: World, cast: Cast) -> None:
    for user in (cast.analyst, cast.steward, cast.operator):
        assert Api(user)("PATCH", "connections/warehouse/", {"name": "X"}).status_code == 403
        assert Api(user)("DELETE", "connections/warehouse/").status_code == 403
        assert Api(user)("POST", "connections/", NEW).status_code == 403
    assert Api(cast.steward)("POST", "connections/warehouse/test/").status_code == 403


def test_who_recovers_executions_may_ask_whether_the_target_is_back(world: World, cast: Cast) -> None:
    tested = Api(cast.operator)("POST", "connections/warehouse/test/")
    assert (tested.status_code, tested.json()["ok"]) == (200, False)
    described = Api(cast.operator)("GET", "connections/warehouse/describe/?target=x")
    assert described.status_code == 403


def test_every_fault_of_a_connection_is_listed(world: World, cast: Cast) -> None:
    wrong = {**NEW, "config": {"token": "s", "no_such": 1}, "secrets": {"nope": "x"}}
    answer = Api(cast.administrator)("POST", "connections/", wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    places = {one["where"]["path"].split(".")[0] for one in answer.json()["problems"]}
    assert places == {"config", "secrets"}


def test_what_is_there_or_missing_is_told(world: World, cast: Cast) -> None:
    api = Api(cast.administrator)
    assert api("POST", "connections/", {**NEW, "slug": "warehouse"}).status_code == 409
    assert api("POST", "connections/", {**NEW, "system": "nowhere"}).status_code == 404
    assert api("POST", "connections/", {**NEW, "connector": "nothing"}).status_code == 422
    assert api("GET", "connectors/nothing/").status_code == 404
    assert api("DELETE", "systems/warehouse-system/").status_code == 409
    assert api("DELETE", "connections/warehouse/").status_code == 204
    assert api("DELETE", "systems/warehouse-system/").status_code == 204


def test_a_connection_that_a_flow_uses_stays(world: World, cast: Cast) -> None:
    call = {"connection": "warehouse", "operation": "request", "arguments": {"method": "GET", "path": "/x"}}
    steps = [{"id": "ask", "kind": "call", "name": "Ask", "config": call}]
    document = flow_document("asks", steps=steps, edges=[{"from": "trigger", "to": "ask"}])
    assert Api(cast.analyst)("POST", "flows/import/", {"definition": document}).status_code == 201
    answer = Api(cast.administrator)("DELETE", "connections/warehouse/")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert "asks" in answer.json()["detail"]


def test_a_flow_cannot_use_a_connection_its_author_may_not_use(world: World, cast: Cast) -> None:
    call = {"connection": "nowhere", "operation": "request", "arguments": {}}
    steps = [{"id": "ask", "kind": "call", "name": "Ask", "config": call}]
    document = flow_document(steps=steps, edges=[{"from": "trigger", "to": "ask"}])
    found = Api(cast.analyst)("POST", "flows/orders/draft/validate/", {"definition": document}).json()
    assert [one["where"]["step"] for one in found["problems"]] == ["ask"]


def test_private_hosts_are_for_administrators(world: World, cast: Cast) -> None:
    change = {"allowed_private_hosts": ["10.0.0.5:8069"]}
    assert Api(cast.steward)("PATCH", "systems/warehouse-system/", change).status_code == 403
    changed = Api(cast.administrator)("PATCH", "systems/warehouse-system/", change)
    assert changed.json()["allowed_private_hosts"] == ["10.0.0.5:8069"]


def test_systems_are_seen_by_those_who_work_with_them(world: World, cast: Cast) -> None:
    assert len(Api(cast.operator)("GET", "systems/").json()["results"]) == 1
    assert Api(cast.client)("GET", "systems/").json()["results"] == []
    assert Api(cast.client)("GET", "systems/warehouse-system/").status_code == 404


@pytest.mark.parametrize("slug", ["", "A", "a/b", "a" * 61])
def test_a_slug_that_is_none_is_refused(world: World, cast: Cast, slug: str) -> None:
    assert Api(cast.administrator)("POST", "connections/", {**NEW, "slug": slug}).status_code == 400
    assert Api(cast.administrator)("POST", "systems/", {"slug": slug, "name": "X"}).status_code == 400
