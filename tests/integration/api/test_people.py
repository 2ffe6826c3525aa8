"""People: made, listed, given roles, shut out and let in, by administrators alone."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group

from connectors.sdk.types import JSON
from console.accounts import people
from console.accounts.models import User
from console.audit.models import AuditEntry
from flows.facade.errors import Conflict
from tests.factories import PASSWORD, Api, Cast, person, token_api


@pytest.fixture
def admin(cast: Cast) -> Api:
    return Api(cast.administrator)


def make(admin: Api, username: str = "anna", *roles: str) -> dict[str, Any]:
    answer = admin("POST", "people/", {"username": username, "roles": [*(roles or ("operator",))]})
    assert answer.status_code == 201, answer.content
    assert answer["Cache-Control"] == "no-store"
    made: dict[str, Any] = answer.json()
    return made


def sign_in(username: str, password: str) -> Api | None:
    api = Api()
    answer = api("POST", "session/", {"username": username, "password": password})
    return api if answer.status_code == 200 else None


def entries(action: str) -> list[Mapping[str, JSON]]:
    found = AuditEntry.objects.filter(action=action).values("actor", "object", "detail")
    return list(found)


def test_a_person_is_made_and_signs_in_with_the_password_shown_once(admin: Api) -> None:
    made = make(admin, "anna", "steward", "analyst")
    assert (made["roles"], made["active"], made["last_sign_in"]) == (["analyst", "steward"], True, None)
    assert sign_in("anna", made["password"]) is not None
    shown = admin("GET", f"people/{made['id']}/")
    assert shown.json()["last_sign_in"] is not None
    listed = admin("GET", "people/?search=anna")
    assert [one["username"] for one in listed.json()["results"]] == ["anna"]
    written = entries("user.create")
    assert written == [
        {"actor": "administrator", "object": "user:anna", "detail": {"roles": ["analyst", "steward"]}}
    ]
    for text in (shown.content.decode(), listed.content.decode(), str(AuditEntry.objects.values())):
        assert "password" not in text and made["password"] not in text


def test_the_list_goes_by_name_in_pages_and_filters(admin: Api) -> None:
    seen: list[str] = []
    path: str | None = "people/?limit=4"
    while path:
        page = admin("GET", path).json()
        seen += [one["username"] for one in page["results"]]
        path = page["next"] and _path(page["next"])
    assert seen == sorted(User.objects.values_list("username", flat=True))
    last = admin("GET", "people/?limit=4").json()["next"]
    before = admin("GET", _path(admin("GET", _path(last)).json()["previous"])).json()
    assert [one["username"] for one in before["results"]] == seen[:4]
    filtered = admin("GET", "people/?role=steward").json()["results"]
    assert [one["username"] for one in filtered] == ["steward"]
    assert admin("GET", "people/?search=STRAT").json()["results"][0]["username"] == "administrator"
    assert admin("GET", "people/?role=king").status_code == 400


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


@pytest.mark.parametrize("role", ["analyst", "steward", "operator", "client", "outsider"])
def test_people_are_for_administrators(cast: Cast, role: str) -> None:
    api, target = Api(getattr(cast, role)), cast.client.pk
    calls: list[tuple[str, str, JSON]] = [
        ("GET", "people/", None),
        ("POST", "people/", {"username": "mine", "roles": ["administrator"]}),
        ("GET", f"people/{target}/", None),
        ("PATCH", f"people/{target}/", {"roles": ["administrator"]}),
        ("POST", f"people/{target}/deactivate/", None),
        ("POST", f"people/{target}/activate/", None),
        ("POST", f"people/{target}/password/", None),
    ]
    for method, path, body in calls:
        answer = api(method, path, body)
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert Api()(method, path, body).status_code == 401
    assert not User.objects.filter(username="mine").exists()


def test_a_name_is_given_once_whatever_its_letters(admin: Api) -> None:
    make(admin, "anna")
    for name in ("anna", "Anna", "ANALYST"):
        answer = admin("POST", "people/", {"username": name, "roles": ["client"]})
        assert answer.status_code == 409
        assert "in use" in answer.json()["detail"]


@pytest.mark.parametrize("body", [
    {"username": "", "roles": ["client"]},
    {"username": "an na", "roles": ["client"]},
    {"username": "../x", "roles": ["client"]},
    {"username": "a" * 151, "roles": ["client"]},
    {"username": "anna", "roles": []},
    {"username": "anna", "roles": ["king"]},
    {"username": "anna", "roles": ["client"], "password": "of my own"},
])  # fmt: skip
def test_what_cannot_be_a_person_is_refused(admin: Api, body: JSON) -> None:
    assert admin("POST", "people/", body).status_code == 400
    assert not User.objects.filter(username="anna").exists()


def test_roles_are_changed_at_once_and_written_down(admin: Api, cast: Cast) -> None:
    api = Api(cast.client)
    assert "wall" not in api("GET", "me/").json()["sections"]
    answer = admin("PATCH", f"people/{cast.client.pk}/", {"roles": ["operator", "client"]})
    assert answer.json()["roles"] == ["operator", "client"]
    assert "wall" in api("GET", "me/").json()["sections"]
    detail = {"roles": ["operator", "client"], "before": ["client"]}
    assert entries("user.roles") == [{"actor": "administrator", "object": "user:client", "detail": detail}]


def test_who_is_deactivated_is_out_at_once_and_may_come_back(admin: Api, cast: Cast) -> None:
    session, token = Api(cast.operator), token_api(cast.operator)
    shut = admin("POST", f"people/{cast.operator.pk}/deactivate/")
    assert (shut.status_code, shut.json()["active"]) == (200, False)
    assert [api("GET", "me/").status_code for api in (session, token)] == [401, 401]
    assert sign_in("operator", PASSWORD) is None
    assert admin("POST", f"people/{cast.operator.pk}/activate/").json()["active"] is True
    assert sign_in("operator", PASSWORD) is not None
    assert token("GET", "me/").status_code == 200
    for action in ("user.deactivate", "user.activate"):
        assert entries(action) == [{"actor": "administrator", "object": "user:operator", "detail": {}}]


def test_a_new_password_is_shown_once_and_ends_the_sessions_of_the_old_one(admin: Api, cast: Cast) -> None:
    session, token = Api(cast.operator), token_api(cast.operator)
    answer = admin("POST", f"people/{cast.operator.pk}/password/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert session("GET", "me/").status_code == 401
    assert token("GET", "me/").status_code == 200
    assert sign_in("operator", PASSWORD) is None
    assert sign_in("operator", answer.json()["password"]) is not None
    assert entries("user.password") == [{"actor": "administrator", "object": "user:operator", "detail": {}}]


def test_a_new_password_of_ones_own_leaves_the_page_signed_in(admin: Api, cast: Cast) -> None:
    elsewhere = Api(cast.administrator)
    answer = admin("POST", f"people/{cast.administrator.pk}/password/")
    assert admin("GET", "people/").status_code == 200
    assert elsewhere("GET", "people/").status_code == 401
    assert sign_in("administrator", answer.json()["password"]) is not None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "deactivate/", None), ("PATCH", "", {"roles": ["analyst"]})],
)
def test_nobody_shuts_out_themself(admin: Api, cast: Cast, method: str, path: str, body: JSON) -> None:
    person("second", "administrator")
    answer = admin(method, f"people/{cast.administrator.pk}/{path}", body)
    assert answer.status_code == 409
    assert "yourself" in answer.json()["detail"]
    assert admin("GET", "people/").status_code == 200


def test_the_last_active_administrator_stays(admin: Api, cast: Cast) -> None:
    """Two who shut each other out at the same moment: the second one acts when they are out already."""
    second = person("second", "administrator")
    assert admin("POST", f"people/{second.pk}/deactivate/").status_code == 200
    with pytest.raises(Conflict, match="last active administrator"):
        people.deactivate(second, cast.administrator.pk)
    with pytest.raises(Conflict, match="last active administrator"):
        people.set_roles(second, cast.administrator.pk, ["client"])


def test_an_administrator_takes_the_role_from_another(admin: Api) -> None:
    second = person("second", "administrator")
    api = Api(second)
    assert admin("PATCH", f"people/{second.pk}/", {"roles": ["analyst"]}).status_code == 200
    assert api("GET", "people/").status_code == 403


def test_there_is_no_such_person(admin: Api) -> None:
    for method, path in (("GET", ""), ("POST", "deactivate/"), ("POST", "activate/"), ("POST", "password/")):
        answer = admin(method, f"people/{2**62}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert admin("PATCH", "people/0/", {"roles": ["client"]}).status_code == 404


def test_the_scope_admin_is_needed(cast: Cast) -> None:
    assert token_api(cast.administrator, "flows:write")("GET", "people/").status_code == 403
    assert token_api(cast.administrator, "admin")("GET", "people/").status_code == 200


def test_roles_that_the_groups_lack_are_made(admin: Api) -> None:
    Group.objects.filter(name="client").delete()
    assert make(admin, "robot", "client")["roles"] == ["client"]
