"""The audit trail over the API: listed, filtered, verified, and read by those alone who may."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from console.audit import trail
from tests.factories import Api, Cast, token_api


@pytest.fixture
def deeds(cast: Cast) -> list[int]:
    """Five deeds of three people; their ids, newest first."""
    made = [
        trail.record(cast.analyst, "flow.publish", "flow:orders", {"version": 1}),
        trail.record(cast.analyst, "flow.pause", "flow:leavers"),
        trail.record(cast.operator, "execution.cancel", "execution:0190"),
        trail.record(cast.administrator, "connection.change", "connection:orders"),
        trail.record(None, "user.enter", "user:orders"),
    ]
    return [one.pk for one in reversed(made)]


def found(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def test_deeds_are_listed_newest_first(deeds: list[int], cast: Cast) -> None:
    answer = Api(cast.administrator)("GET", "audit/").json()
    assert [row["id"] for row in answer["results"]] == deeds
    first = answer["results"][-1]
    assert {name: first[name] for name in ("actor", "action", "object_kind", "object_id", "details")} == {
        "actor": "analyst",
        "action": "flow.publish",
        "object_kind": "flow",
        "object_id": "orders",
        "details": {"version": 1},
    }
    assert first["summary"] == "analyst published the flow orders"
    assert len(first["hash"]) == 64


def test_filters(deeds: list[int], cast: Cast) -> None:
    api = Api(cast.administrator)

    def ids(query: str) -> list[int]:
        return found(api("GET", f"audit/?{query}"))

    newest, change, cancel, pause, publish = deeds
    assert ids("actor=analyst") == [pause, publish]
    assert ids("action=flow") == [pause, publish]
    assert ids("action=flow.pause") == [pause]
    assert ids("object=flow") == [pause, publish]
    assert ids("object=flow:orders") == [publish]
    assert ids("object=orders") == []
    assert ids("actor=analyst&object=flow:leavers") == [pause]
    assert ids("after=2999-01-01T00:00:00Z") == []
    assert ids("before=2999-01-01T00:00:00Z&action=") == [newest, change, cancel, pause, publish]
    assert api("GET", "audit/?after=yesterday").status_code == 400


def test_pages_follow_each_other(deeds: list[int], cast: Cast) -> None:
    api = Api(cast.administrator)
    first = api("GET", "audit/?limit=2")
    second = api("GET", first.json()["next"])
    last = api("GET", second.json()["next"])
    assert [found(one) for one in (first, second, last)] == [deeds[:2], deeds[2:4], deeds[4:]]
    assert (first.json()["previous"], last.json()["next"]) == (None, None)
    assert found(api("GET", second.json()["previous"])) == deeds[:2]
    assert api("GET", "audit/?cursor=x").status_code == 400


def test_the_trail_is_for_those_who_hold_the_permission(deeds: list[int], cast: Cast) -> None:
    others = (cast.analyst, cast.steward, cast.operator, cast.client, cast.outsider)
    for path in ("audit/", "audit/verify/"):
        assert [Api(one)("GET", path).status_code for one in others] == [403] * 5
        assert token_api(cast.administrator, "flows:read")("GET", path).status_code == 403
        assert token_api(cast.administrator, "admin")("GET", path).status_code == 200
    cast.steward.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    assert found(Api(cast.steward)("GET", "audit/")) == deeds


def test_the_section_goes_with_the_permission(cast: Cast) -> None:
    def sections(user: Any) -> list[str]:
        answer: list[str] = Api(user)("GET", "me/").json()["sections"]
        return answer

    assert sections(cast.administrator)[-1] == "audit"
    assert "audit" not in sections(cast.operator)
    assert {"tokens", "systems"} <= set(sections(cast.operator))
    assert "tokens" in sections(cast.client)


def test_the_chain_is_followed(deeds: list[int], cast: Cast) -> None:
    api = Api(cast.administrator)
    whole = {"ok": True, "entries": 5, "first_broken": None}
    assert api("GET", "audit/verify/").json() == whole
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_append_only")
        cursor.execute("UPDATE audit_auditentry SET actor = 'somebody' WHERE id = %s", [deeds[2]])
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_append_only")
    broken = {"ok": False, "entries": 5, "first_broken": deeds[2]}
    assert api("GET", "audit/verify/").json() == broken
