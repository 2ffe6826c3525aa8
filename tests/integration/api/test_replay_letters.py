"""Dead letters whose messages are replayed with the live version: each once, and what cannot is told."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from console.audit.models import AuditEntry
from flows.facade import access, accounting, replays
from flows.store.cursors import fetch
from flows.store.models import DeadLetter, Execution, Flow
from tests import factories
from tests.factories import FLOW, Api, Cast
from tests.integration.api.conftest import World
from tests.integration.api.test_executions import ids, let_die

GROUP = "dead-letters/groups/cause/replay/"
CORRECTED = [{"id": "double", "kind": "map", "name": "Double", "config": {"expression": "total * 3"}}]


@pytest.fixture
def dead(world: World, cast: Cast) -> list[str]:
    """Three dead letters of one cause, the oldest first; since then a second version went live."""
    found = _dying(cast, 3)
    factories.published(cast.analyst, steps=CORRECTED)
    return found


def _dying(cast: Cast, number: int) -> list[str]:
    found = [str(factories.started(cast.analyst, FLOW, {"id": f"N-{n}"})) for n in range(number)]
    for one in found:
        let_die(one, "cause")
    return found


def test_a_group_is_replayed_with_the_live_version(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    assert [one["version"] for one in api("GET", "dead-letters/groups/").json()["results"]] == [1]
    before = accounting.totals(cast.operator)["dead"]
    answer = api("POST", GROUP, {})
    done = answer.json()
    assert (answer.status_code, done["refused"], done["versions"]) == (202, [], {FLOW: 2})
    assert done["next"] is None
    rows = [api("GET", f"executions/{one}/").json() for one in done["executions"]]
    assert [row["replay_of"] for row in rows] == dead
    assert {(row["version"], row["status"]) for row in rows} == {(2, "queued")}
    assert [row["business_keys"] for row in rows] == [{"order": f"N-{n}"} for n in range(3)]
    assert accounting.totals(cast.operator)["dead"] == before


def test_a_replayed_letter_is_listed_as_such_and_names_its_execution(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    (new,) = api("POST", "dead-letters/replay/", {"executions": [dead[0]]}).json()["executions"]
    assert ids(api("GET", "dead-letters/")) == [dead[2], dead[1]]
    assert ids(api("GET", "dead-letters/?state=discarded")) == []
    (row,) = api("GET", "dead-letters/?state=replayed").json()["results"]
    letter = row["dead_letter"]
    assert (row["id"], letter["state"], letter["replayed_as"]) == (dead[0], "replayed", new)
    assert letter["discarded_by"] == "operator"
    assert api("GET", f"executions/{dead[0]}/").json()["dead_letter"] == letter
    assert [one["count"] for one in api("GET", "dead-letters/groups/?state=replayed").json()["results"]] == [
        1
    ]


def test_what_asks_for_a_person_is_what_is_open(dead: list[str], world: World, cast: Cast) -> None:
    api = Api(cast.operator)
    api("POST", "dead-letters/replay/", {"executions": [dead[0]]})
    api("POST", "dead-letters/discard/", {"executions": [dead[1]], "note": "seen"})
    opened = len(ids(api("GET", f"dead-letters/?flow={FLOW}")))
    (listed,) = [one for one in api("GET", "flows/").json()["results"] if one["slug"] == FLOW]
    shown = api("GET", f"flows/{FLOW}/").json()
    (card,) = accounting.wall([world.flow.pk])["flows"]
    assert (listed["dead_letters"], shown["dead_letters"], card["signs"]["dead_letters"]) == (1, 1, 1)
    assert opened == 1


def test_no_message_is_replayed_twice(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    assert len(api("POST", GROUP, {}).json()["executions"]) == 3
    again = api("POST", GROUP, {})
    assert (again.status_code, again.json()["code"]) == (404, "not_found")
    assert api("POST", "dead-letters/replay/", {"executions": dead}).json()["executions"] == []
    assert api("POST", "dead-letters/redrive/", {"executions": dead}).json() == {"redriven": 0}
    assert api("POST", "dead-letters/restore/", {"executions": dead}).json() == {"restored": 0}
    assert _replays() == 3


def test_it_goes_on_in_portions(dead: list[str], cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "PORTION", 2)
    api = Api(cast.operator)
    first = api("POST", GROUP, {}).json()
    assert (len(first["executions"]), first["next"]) == (2, dead[1])
    second = api("POST", GROUP, {"after": first["next"]}).json()
    assert (len(second["executions"]), second["next"]) == (1, None)
    assert api("POST", GROUP, {"after": dead[2]}).json()["executions"] == []


def test_a_portion_ends_where_its_messages_are_large(
    dead: list[str], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "PORTION_BYTES", 1)
    api, body = Api(cast.operator), {"executions": dead}
    first = api("POST", "dead-letters/replay/", body).json()
    assert (len(first["executions"]), first["next"]) == (1, dead[0])
    second = api("POST", "dead-letters/replay/", {**body, "after": first["next"]}).json()
    assert (len(second["executions"]), second["next"]) == (1, dead[1])


def test_what_the_live_version_cannot_start_with_stays_open_and_is_told(dead: list[str], cast: Cast) -> None:
    fetch("DELETE FROM payload WHERE execution_id = %s", [dead[1]])
    api = Api(cast.operator)
    done = api("POST", GROUP, {}).json()
    assert len(done["executions"]) == 2
    (refused,) = done["refused"]
    assert (refused["execution"], refused["code"]) == (dead[1], "not_found")
    assert "no longer kept" in refused["message"]
    assert refused["hint"]
    assert ids(api("GET", "dead-letters/")) == [dead[1]]


def test_a_flow_without_a_live_version_is_refused_as_a_whole(dead: list[str], cast: Cast) -> None:
    Flow.objects.filter(slug=FLOW).update(live_version=None, state="draft")
    answer = Api(cast.operator)("POST", GROUP, {})
    assert answer.status_code >= 400
    assert "not published" in answer.json()["detail"]
    assert (_replays(), DeadLetter.objects.filter(discarded_at=None).count()) == (0, 3)


def test_only_those_who_operate_the_flow_replay(dead: list[str], world: World, cast: Cast) -> None:
    access.grant(world.flow, cast.client, ["view", "start"])
    for user, status in ((cast.analyst, 403), (cast.client, 403), (cast.outsider, 404)):
        api = Api(user)
        assert api("POST", GROUP, {}).status_code == status
        assert api("POST", "dead-letters/replay/", {"executions": dead}).json()["executions"] == []
    assert factories.token_api(cast.operator, "executions:read")("POST", GROUP, {}).status_code == 403
    assert _replays() == 0


def test_what_is_asked_wrongly_is_refused(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    assert api("POST", GROUP, {"after": "yesterday"}).status_code == 400
    assert api("POST", GROUP, {"version": "live"}).json()["code"] == "request.unknown_field"
    assert api("POST", "dead-letters/replay/", {"executions": []}).status_code == 400
    assert _replays() == 0


def test_it_is_written_down(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    api("POST", "dead-letters/replay/", {"executions": [dead[0]]})
    api("POST", GROUP, {})
    found = AuditEntry.objects.filter(action="dead_letters.replay").values_list("object", "detail")
    told = {"refused": 0, "versions": [f"{FLOW} 2"]}
    assert list(found) == [
        (f"execution:{dead[0]}", {"replayed": 1, **told}),
        ("group:cause", {"replayed": 2, **told}),
    ]


@pytest.mark.usefixtures("transactional_db")
def test_pressed_by_several_at_once_each_message_is_replayed_once() -> None:
    cast = factories.cast()
    factories.published(cast.analyst)
    _dying(cast, 20)

    def press(_: int) -> Any:
        try:
            return Api(cast.operator)("POST", GROUP, {})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(press, range(4)))
    assert sorted(one.status_code for one in answers) == [202, 404, 404, 404]
    assert (_replays(), Execution.objects.values("replay_of").exclude(replay_of=None).distinct().count()) == (
        20,
        20,
    )


def _replays() -> int:
    return Execution.objects.exclude(replay_of=None).count()
