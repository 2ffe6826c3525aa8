"""API tokens: hashed at rest, scoped, expiring, shown once, with last use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from console.accounts import tokens
from console.accounts.models import ApiToken, User
from console.audit.models import AuditEntry
from tests.factories import Api, Cast, token_api


def make(api: Api, **changes: object) -> dict[str, object]:
    body = {"name": "nightly", "scopes": ["flows:read", "executions:read"], **changes}
    answer = api("POST", "tokens/", body)
    assert answer.status_code == 201, answer.content
    assert answer["Cache-Control"] == "no-store"
    made: dict[str, object] = answer.json()
    return made


def test_a_token_is_shown_once_and_only_its_hash_is_kept(cast: Cast) -> None:
    api = Api(cast.client)
    made = make(api)
    text = str(made["token"])
    assert text.startswith(f"flt_{made['prefix']}_")
    assert Api(token=text)("GET", "me/").json()["username"] == "client"
    row = ApiToken.objects.get()
    assert row.hash == tokens.digest(text)
    assert text not in str(ApiToken.objects.values().get())
    listed = api("GET", "tokens/").json()["results"]
    assert [one["name"] for one in listed] == ["nightly"]
    assert "token" not in listed[0]


def test_tokens_belong_to_their_user(cast: Cast) -> None:
    made = make(Api(cast.client))
    assert Api(cast.analyst)("GET", "tokens/").json()["results"] == []
    assert Api(cast.analyst)("DELETE", f"tokens/{made['id']}/").status_code == 404
    assert Api(cast.client)("DELETE", f"tokens/{made['id']}/").status_code == 204
    assert Api(token=str(made["token"]))("GET", "me/").status_code == 401
    assert Api(cast.client)("DELETE", f"tokens/{made['id']}/").status_code == 404


def test_an_administrator_sees_and_revokes_everybodys(cast: Cast) -> None:
    """As when one became known while its owner is away."""
    made = make(Api(cast.client))
    (listed,) = Api(cast.administrator)("GET", "tokens/").json()["results"]
    assert (listed["id"], listed["owner"]) == (made["id"], "client")
    assert "token" not in listed
    assert Api(cast.administrator)("DELETE", f"tokens/{made['id']}/").status_code == 204
    assert Api(token=str(made["token"]))("GET", "me/").status_code == 401
    entry = AuditEntry.objects.filter(action="token.revoke").get()
    assert entry.detail == {"owner": "client"}


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer x",
        "Bearer flt_",
        "Bearer flt_aa_bb",
        "Bearer a b",
        "Bearer ä",
        "Bearer " + "f" * 5000,
    ],
)
def test_what_is_no_token_is_refused(cast: Cast, header: str) -> None:
    answer = Api()("GET", "me/", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_token_is_not_made_good_by_a_session(cast: Cast) -> None:
    assert Api(cast.client)("GET", "me/", headers={"Authorization": "Bearer flt_no"}).status_code == 401


def test_expired_revoked_and_of_an_inactive_user(cast: Cast) -> None:
    api = token_api(cast.client)
    assert api("GET", "me/").status_code == 200
    for change in ({"expires_at": timezone.now()}, {"revoked_at": timezone.now()}):
        before = ApiToken.objects.values(*change).get()
        ApiToken.objects.update(**change)
        assert api("GET", "me/").status_code == 401
        ApiToken.objects.update(**before)
    User.objects.filter(username="client").update(is_active=False)
    assert api("GET", "me/").status_code == 401


def test_last_use_is_written_at_most_once_a_minute(cast: Cast) -> None:
    api = token_api(cast.client)
    assert ApiToken.objects.get().last_used_at is None
    api("GET", "me/")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    api("GET", "me/")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    api("GET", "me/")
    again = ApiToken.objects.get().last_used_at
    assert again is not None
    assert again > first


def test_a_token_makes_none_that_may_do_more(cast: Cast) -> None:
    api = token_api(cast.client, "admin", "flows:read")
    more = api("POST", "tokens/", {"name": "more", "scopes": ["flows:write"]})
    assert more.status_code == 403
    assert api("POST", "tokens/", {"name": "less", "scopes": ["flows:read"]}).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["all"]},
        {"days": 0},
        {"days": 366},
        {"days": "x"},
        {"name": ""},
        {"name": None},
    ],
)
def test_a_token_that_cannot_be(cast: Cast, change: dict[str, object]) -> None:
    body = {"name": "x", "scopes": ["flows:read"], **change}
    assert Api(cast.client)("POST", "tokens/", body).status_code == 400
    assert not ApiToken.objects.exists()


def test_a_token_holds_no_right_that_its_user_lacks(cast: Cast) -> None:
    answer = token_api(cast.client)("POST", "flows/", {"slug": "fresh", "name": "Fresh"})
    assert answer.status_code == 403


def test_making_and_revoking_is_written_down(cast: Cast) -> None:
    made = make(Api(cast.client))
    Api(cast.client)("DELETE", f"tokens/{made['id']}/")
    found = AuditEntry.objects.values_list("action", "object")
    assert list(found) == [(f"token.{deed}", f"token:{made['prefix']}") for deed in ("create", "revoke")]
    assert str(made["token"]) not in str(AuditEntry.objects.values())
