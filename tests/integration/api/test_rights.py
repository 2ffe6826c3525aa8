"""Rights on one flow or connection: seen by those who see it, given and taken by administrators."""

from typing import Any

import pytest

from console.accounts.models import User
from console.audit.models import AuditEntry
from flows.facade import access
from tests.factories import FLOW, Api, Cast, token_api
from tests.integration.api.conftest import World

RIGHTS = f"flows/{FLOW}/rights/"


@pytest.fixture
def admin(world: World, cast: Cast) -> Api:
    return Api(cast.administrator)


def give(api: Api, kind: str, name: str, *rights: str) -> Any:
    return api("PUT", f"{RIGHTS}{kind}/{name}/", {"rights": list(rights)})


def held(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.content
    return {one["name"]: one["rights"] for one in answer.json()["holders"]}


def test_roles_and_people_are_told_apart(admin: Api, world: World, cast: Cast) -> None:
    access.grant(world.flow, cast.client, ["view", "start"])
    answer = admin("GET", RIGHTS)
    assert answer.json()["may_change"] is True
    found = {(one["kind"], one["name"]): one["rights"] for one in answer.json()["holders"]}
    assert found["role", "steward"] == ["view"]
    assert found["role", "administrator"] == ["view", "edit", "publish", "start", "operate", "reveal"]
    assert found["role", "client"] == []
    assert found["person", "client"] == ["view", "start"]
    assert ("person", "analyst") not in found


def test_who_sees_the_flow_sees_its_rights_and_changes_none(world: World, cast: Cast) -> None:
    answer = Api(cast.steward)("GET", RIGHTS)
    assert (answer.status_code, answer.json()["may_change"]) == (200, False)
    refused = give(Api(cast.analyst), "role", "client", "view")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    for method, path, body in (("GET", RIGHTS, None), ("PUT", f"{RIGHTS}role/client/", {"rights": []})):
        assert Api(cast.outsider)(method, path, body).status_code == 404
        assert Api()(method, path, body).status_code == 401
    assert held(Api(cast.steward)("GET", RIGHTS))["client"] == []


def test_a_right_that_is_given_holds_at_once(admin: Api, cast: Cast) -> None:
    client = Api(cast.client)
    assert client("GET", f"flows/{FLOW}/").status_code == 404
    assert held(give(admin, "role", "client", "start"))["client"] == ["view", "start"]
    assert client("GET", f"flows/{FLOW}/").json()["permissions"] == ["view", "start"]
    assert held(give(admin, "role", "client"))["client"] == []
    assert client("GET", f"flows/{FLOW}/").status_code == 404


def test_a_single_person_is_given_what_their_role_lacks(admin: Api, cast: Cast) -> None:
    assert held(give(admin, "person", "steward", "operate", "view"))["steward"] == ["view", "operate"]
    assert Api(cast.steward)("GET", f"flows/{FLOW}/").json()["permissions"] == ["view", "operate"]
    kinds = [one["kind"] for one in give(admin, "person", "steward").json()["holders"]]
    assert "person" not in kinds


def test_a_person_who_is_shut_out_is_marked(admin: Api, cast: Cast) -> None:
    User.objects.filter(pk=cast.client.pk).update(is_active=False)
    answer = give(admin, "person", "client", "view")
    assert [one["active"] for one in answer.json()["holders"] if one["kind"] == "person"] == [False]


def test_administrators_always_see_a_flow(admin: Api) -> None:
    refused = give(admin, "role", "administrator")
    assert refused.status_code == 409
    assert "always see" in refused.json()["detail"]
    assert held(give(admin, "role", "administrator", "view"))["administrator"] == ["view"]
    assert held(give(admin, "role", "administrator", "reveal"))["administrator"] == ["view", "reveal"]


def test_what_was_given_and_taken_is_written_down(admin: Api) -> None:
    give(admin, "role", "operator", "view", "edit", "start")
    entry = AuditEntry.objects.get(action="flow.rights")
    assert (entry.actor, entry.object) == ("administrator", f"flow:{FLOW}")
    assert entry.detail == {"holder": "role operator", "given": ["edit"], "taken": ["operate", "reveal"]}


def test_nobody_of_that_name_and_no_such_right(admin: Api) -> None:
    for kind, name in (("role", "king"), ("person", "king")):
        answer = give(admin, kind, name, "view")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert give(admin, "group", "client", "view").status_code == 404
    assert give(admin, "role", "client", "rule").status_code == 400
    assert admin("PUT", f"{RIGHTS}role/client/", {}).status_code == 400


def test_names_with_signs_are_reached(admin: Api, world: World) -> None:
    User.objects.create_user("anna.b+c@example.org")
    answer = give(admin, "person", "anna.b%2Bc%40example.org", "view")
    assert held(answer)["anna.b+c@example.org"] == ["view"]


def test_nothing_changes_where_all_is_so_already(admin: Api) -> None:
    before = held(admin("GET", RIGHTS))
    assert held(give(admin, "role", "steward", "view")) == before
    assert AuditEntry.objects.get(action="flow.rights").detail["given"] == []


def test_rights_on_a_connection_go_the_same_way(admin: Api, cast: Cast) -> None:
    path = "connections/warehouse/rights/"
    assert held(Api(cast.steward)("GET", path))["operator"] == ["view", "test"]
    assert Api(cast.client)("GET", path).status_code == 404
    refused = Api(cast.analyst)("PUT", f"{path}role/analyst/", {"rights": ["change"]})
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    given = admin("PUT", f"{path}person/client/", {"rights": ["test"]})
    assert [one["rights"] for one in given.json()["holders"] if one["kind"] == "person"] == [["view", "test"]]
    assert Api(cast.client)("GET", "connections/warehouse/").json()["permissions"] == ["view", "test"]
    assert held(admin("PUT", f"{path}role/steward/", {"rights": []}))["steward"] == []
    assert Api(cast.steward)("GET", "connections/warehouse/").status_code == 404
    assert admin("PUT", f"{path}role/administrator/", {"rights": []}).status_code == 409
    entry = AuditEntry.objects.filter(action="connection.rights").first()
    assert entry is not None and entry.object == "connection:warehouse"
    assert entry.detail == {"holder": "person client", "given": ["view", "test"], "taken": []}


def test_the_scope_admin_is_needed_to_give(world: World, cast: Cast) -> None:
    reading = token_api(cast.administrator, "flows:read", "flows:write")
    assert reading("GET", RIGHTS).status_code == 200
    assert give(reading, "role", "client", "view").status_code == 403
