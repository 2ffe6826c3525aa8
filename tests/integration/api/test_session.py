"""Signing in and out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from console.accounts import signin
from console.accounts.models import FailedSignIn, User
from console.audit.models import AuditEntry
from tests.factories import PASSWORD, Api, Cast, token_api


def sign_in(api: Api, username: str, password: str) -> Any:
    return api("POST", "session/", {"username": username, "password": password})


def test_sign_in_answers_who_one_is_and_opens_a_session(cast: Cast) -> None:
    api = Api()
    answer = sign_in(api, "analyst", PASSWORD)
    assert answer.status_code == 200
    assert answer.json()["roles"] == ["analyst"]
    assert answer.json()["environment"] == {"name": "test", "label": "Test"}
    assert api("GET", "me/").json() == answer.json()
    assert "flows" in answer.json()["sections"]


def test_sections_follow_from_roles(cast: Cast) -> None:
    assert "dead-letters" not in Api(cast.client)("GET", "me/").json()["sections"]
    assert Api(cast.outsider)("GET", "me/").json()["sections"] == []


def test_unknown_name_wrong_password_and_locked_user_look_alike(cast: Cast) -> None:
    User.objects.filter(username="steward").update(is_active=False)
    answers = [
        sign_in(Api(), "nobody-at-all", PASSWORD),
        sign_in(Api(), "analyst", "wrong"),
        sign_in(Api(), "steward", PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["Content-Type"] == "application/problem+json"


def test_failures_of_one_name_are_limited_and_the_right_password_waits_too(cast: Cast) -> None:
    for _ in range(signin.LIMITS["pair"]):
        assert sign_in(Api(), "analyst", "wrong").status_code == 401
    for password in ("wrong", PASSWORD):
        answer = sign_in(Api(), "analyst", password)
        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= signin.WINDOW_S
    assert sign_in(Api(), "operator", PASSWORD).status_code == 200


def test_names_that_do_not_exist_are_limited_alike(cast: Cast) -> None:
    statuses = [sign_in(Api(), "nobody", "wrong").status_code for _ in range(signin.LIMITS["pair"] + 1)]
    assert statuses[-1] == 429


def test_a_good_sign_in_forgives_and_leaves_the_others_counted(cast: Cast) -> None:
    sign_in(Api(), "analyst", "wrong")
    sign_in(Api(), "analyst", PASSWORD)
    assert sorted(FailedSignIn.objects.values_list("failures", flat=True)) == [1, 1]


def test_the_limit_ends_with_its_window(cast: Cast) -> None:
    for _ in range(signin.LIMITS["pair"] + 1):
        sign_in(Api(), "analyst", "wrong")
    for row in FailedSignIn.objects.all():
        FailedSignIn.objects.filter(pk=row.pk).update(
            since=row.since - timedelta(seconds=signin.WINDOW_S + 1)
        )
    assert sign_in(Api(), "analyst", PASSWORD).status_code == 200


def test_sign_out_ends_the_session_and_may_be_repeated(cast: Cast) -> None:
    api = Api(cast.analyst)
    assert api("DELETE", "session/").status_code == 204
    assert api("GET", "me/").status_code == 401
    assert api("DELETE", "session/").status_code == 204


def test_a_session_changes_nothing_without_the_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.analyst, "django.contrib.auth.backends.ModelBackend")
    cookie = client.get("/api/v1/me/").cookies["csrftoken"].value
    body = {"slug": "fresh", "name": "Fresh"}
    refused = client.post("/api/v1/flows/", body, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    made = client.post(
        "/api/v1/flows/", body, content_type="application/json", headers={"X-CSRFToken": cookie}
    )
    assert made.status_code == 201


def test_no_form_of_another_site_can_sign_somebody_in(cast: Cast) -> None:
    body = b'{"username": "analyst", "password": "' + PASSWORD.encode() + b'"}'
    for content_type in ("text/plain", "application/x-www-form-urlencoded"):
        answer = Client().generic("POST", "/api/v1/session/", body, content_type=content_type)
        assert answer.status_code == 415


@pytest.mark.parametrize("username", ["", "a" * 151, "a\x00b"])
def test_impossible_names_are_named_as_such(cast: Cast, username: str) -> None:
    assert sign_in(Api(), username, "x").status_code == 400


def test_sign_ins_are_written_down(cast: Cast) -> None:
    sign_in(Api(), "analyst", "wrong")
    sign_in(Api(), "analyst", PASSWORD)
    found = list(AuditEntry.objects.values_list("action", "actor"))
    assert found == [("session.refused", "system"), ("session.start", "analyst")]


def test_basic_is_said_not_to_be_accepted(cast: Cast) -> None:
    basic = {"Authorization": "Basic YW5hbHlzdDpzZWNyZXQ="}
    for path in ("flows/", "me/", "schema/"):
        answer = Api()("GET", path, headers=basic)
        assert answer.status_code == 401
        assert "Basic is not accepted" in answer.json()["detail"]
        assert "Bearer" in answer.json()["detail"]
        assert answer["WWW-Authenticate"].startswith("Bearer")
    # A page behind a proxy with a sign-in of its own sends that beside its session.
    assert Api(cast.analyst)("GET", "flows/", headers=basic).status_code == 200


NEW = "heron under a slow bridge"


def change(api: Api, current: str, password: str) -> Any:
    return api("POST", "me/password/", {"current": current, "password": password})


def test_one_changes_the_own_password_and_other_sessions_end(cast: Cast) -> None:
    here, elsewhere = Api(), Api()
    for api in (here, elsewhere):
        assert sign_in(api, "analyst", PASSWORD).status_code == 200
    assert change(here, PASSWORD, NEW).status_code == 204
    assert here("GET", "me/").status_code == 200
    assert elsewhere("GET", "me/").status_code == 401
    assert sign_in(Api(), "analyst", PASSWORD).status_code == 401
    assert sign_in(Api(), "analyst", NEW).status_code == 200
    entry = AuditEntry.objects.get(action="user.own_password")
    assert (entry.object, NEW in str(entry.detail)) == ("user:analyst", False)


@pytest.mark.parametrize("password", ["short", "password1234", ""])
def test_a_password_that_is_too_easy_is_refused_in_words(cast: Cast, password: str) -> None:
    api = Api()
    sign_in(api, "analyst", PASSWORD)
    answer = change(api, PASSWORD, password)
    assert answer.status_code == 400
    assert {one["where"]["path"] for one in answer.json()["problems"]} == {"password"}
    assert sign_in(Api(), "analyst", PASSWORD).status_code == 200


def test_the_old_password_is_asked_for_and_cannot_be_guessed_there(cast: Cast) -> None:
    api = Api()
    sign_in(api, "analyst", PASSWORD)
    answers = [change(api, "wrong", NEW) for _ in range(signin.LIMITS["pair"] + 1)]
    assert [one.status_code for one in answers] == [400] * signin.LIMITS["pair"] + [429]
    assert [one["where"]["path"] for one in answers[0].json()["problems"]] == ["current"]
    assert change(api, PASSWORD, NEW).status_code == 429
    assert User.objects.get(username="analyst").check_password(PASSWORD)


def test_a_token_changes_no_password(cast: Cast) -> None:
    answer = change(token_api(cast.analyst), PASSWORD, NEW)
    assert answer.status_code == 403
    assert User.objects.get(username="analyst").check_password(PASSWORD)
