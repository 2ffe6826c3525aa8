"""Executions and dead letters over the API: lists hold to object permissions, counts included."""

from typing import Any
from uuid import uuid4

import pytest

from console.audit.models import AuditEntry
from flows.facade import access
from flows.store import listing
from flows.store.cursors import fetch
from flows.store.holding import HOLD_ALL
from tests import factories
from tests.factories import FLOW, OTHER_FLOW, Api, Cast
from tests.integration.api.conftest import World

_LET_DIE = """
WITH gone AS (DELETE FROM queue WHERE execution_id = %(id)s RETURNING execution_id, flow_id),
     ended AS (INSERT INTO outcome (execution_id, flow_id, status, step)
               SELECT execution_id, flow_id, 'dead', 'double' FROM gone),
     counted AS (INSERT INTO tally (flow_id, kind, n) SELECT flow_id, 'dead', 1 FROM gone)
INSERT INTO dead_letter (execution_id, flow_id, round, step, code, message, fingerprint)
SELECT execution_id, flow_id, 0, 'double', 'connector.retryable', 'The target did not answer.', %(group)s
FROM gone"""


def let_die(execution: Any, group: str) -> None:
    """Makes a dead letter as a worker would after the last attempt."""
    fetch(_LET_DIE, {"id": execution, "group": group})


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]


def _cursor_behind(api: Api) -> str:
    """The cursor of the second page of one."""
    following: str = api("GET", "executions/?limit=1").json()["next"]
    return following.partition("cursor=")[2].partition("&")[0]


@pytest.fixture
def both(world: World, cast: Cast) -> tuple[str, str]:
    """An execution of each flow; the client sees the first flow only."""
    access.grant(world.flow, cast.client, ["view", "start"])
    other = factories.started(cast.analyst, OTHER_FLOW, {"id": "LEAVE-7", "total": 1})
    return str(world.execution), str(other)


def test_lists_hold_to_the_rights_on_the_flow(both: tuple[str, str], cast: Cast) -> None:
    mine, other = both
    assert ids(Api(cast.operator)("GET", "executions/")) == [other, mine]
    client = Api(cast.client)
    assert ids(client("GET", "executions/")) == [mine]
    assert client("GET", f"executions/{mine}/").status_code == 200
    assert client("GET", f"executions/{other}/").status_code == 404
    assert client("GET", f"executions/?flow={OTHER_FLOW}").status_code == 404
    assert client("POST", f"executions/{mine}/cancel/").status_code == 403
    assert client("POST", f"executions/{other}/cancel/").status_code == 404


def test_counts_hold_to_the_rights_on_the_flow(both: tuple[str, str], cast: Cast) -> None:
    def accepted(user: Any, query: str = "") -> int:
        return int(Api(user)("GET", f"executions/accounting/{query}").json()["accepted"])

    assert (accepted(cast.operator), accepted(cast.client), accepted(cast.outsider)) == (2, 1, 0)
    assert accepted(cast.operator, f"?flow={FLOW}") == 1
    assert Api(cast.client)("GET", f"executions/accounting/?flow={OTHER_FLOW}").status_code == 404


def test_filters(both: tuple[str, str], cast: Cast) -> None:
    mine, other = both
    api = Api(cast.operator)
    assert ids(api("GET", f"executions/?flow={FLOW}")) == [mine]
    assert ids(api("GET", "executions/?status=queued")) == [other, mine]
    assert ids(api("GET", "executions/?status=dead")) == []
    assert ids(api("GET", "executions/?business_key=LEAVE-7")) == [other]
    assert ids(api("GET", "executions/?business_key=ORD-1&status=queued")) == [mine]
    assert ids(api("GET", "executions/?received_after=2999-01-01T00:00:00Z")) == []
    assert ids(api("GET", "executions/?received_before=2999-01-01T00:00:00Z&status=")) == [other, mine]
    for long_ago in ("0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z"):
        assert ids(api("GET", f"executions/?received_after={long_ago}")) == [other, mine]
        assert ids(api("GET", f"executions/?received_before={long_ago}")) == []
    assert ids(api("GET", "executions/?received_before=9999-12-31T23:59:59Z")) == [other, mine]
    backwards = api("GET", f"executions/?limit=1&cursor={_cursor_behind(api)}").json()["previous"]
    assert ids(api("GET", f"{backwards}&received_after=9999-12-31T23:59:59Z")) == []


@pytest.mark.parametrize("nearest", [1, listing.NEAREST])
def test_business_keys_are_found_by_how_they_begin(
    both: tuple[str, str], cast: Cast, nearest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the index, and among the nearest executions alike."""
    monkeypatch.setattr(listing, "NEAREST", nearest)
    mine, other = both
    api = Api(cast.operator)

    def found(query: str, caller: Api = api) -> list[str]:
        return ids(caller("GET", f"executions/?business_key_prefix={query}"))

    assert (found("ORD"), found("ORD-1"), found("LEA")) == ([mine], [mine], [other])
    assert (found("order%3DORD"), found("supplier%3DORD")) == ([mine], [])
    assert (found("ord"), found("RD-1"), found("ORD-10"), found("O%25D"), found("OR_")) == ([],) * 5
    assert (found("ORD&status=queued"), found("ORD&status=dead")) == ([mine], [])
    assert (found(f"ORD&flow={OTHER_FLOW}"), found("LEA", Api(cast.client))) == ([], [])
    assert ids(api("GET", "executions/?business_key=ORD")) == []
    assert ids(api("GET", f"flows/{FLOW}/executions/?business_key_prefix=ORD")) == [mine]


@pytest.mark.parametrize("nearest", [1, listing.NEAREST])
def test_pages_of_what_begins_alike_follow_each_other(
    world: World, cast: Cast, nearest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "NEAREST", nearest)
    others = [str(factories.started(cast.analyst, FLOW, {"id": f"N-{n % 2}{n}"})) for n in range(5)]
    api = Api(cast.operator)
    seen: list[str] = []
    page = api("GET", "executions/?business_key_prefix=N-0&limit=2").json()
    seen += [row["id"] for row in page["results"]]
    following = api("GET", page["next"]).json()
    assert seen + [row["id"] for row in following["results"]] == [others[4], others[2], others[0]]
    assert following["next"] is None
    assert ids(api("GET", following["previous"])) == seen


def test_a_flow_lists_its_own(both: tuple[str, str], cast: Cast) -> None:
    mine, other = both
    api = Api(cast.operator)
    assert ids(api("GET", f"flows/{FLOW}/executions/")) == [mine]
    assert ids(api("GET", f"flows/{OTHER_FLOW}/executions/?status=queued&business_key=LEAVE-7")) == [other]
    assert ids(api("GET", f"flows/{FLOW}/executions/?status=dead")) == []
    rows = [
        api("GET", one).json()["results"] for one in (f"flows/{FLOW}/executions/", f"executions/?flow={FLOW}")
    ]
    assert rows[0] == rows[1]
    assert api("GET", f"flows/{FLOW}/executions/?flow={OTHER_FLOW}").status_code == 400
    assert api("GET", "flows/nothing/executions/").status_code == 404
    client = Api(cast.client)
    assert ids(client("GET", f"flows/{FLOW}/executions/")) == [mine]
    assert client("GET", f"flows/{OTHER_FLOW}/executions/").status_code == 404


def test_pages_of_a_flow_follow_each_other(world: World, cast: Cast) -> None:
    for number in range(2):
        factories.started(cast.analyst, FLOW, {"id": f"N-{number}"})
    api = Api(cast.operator)
    first = api("GET", f"flows/{FLOW}/executions/?limit=2")
    assert f"/api/v1/flows/{FLOW}/executions/?" in first.json()["next"]
    assert ids(api("GET", first.json()["next"])) == [str(world.execution)]


@pytest.mark.parametrize(
    "query",
    [
        "status=bogus",
        "received_after=yesterday",
        "limit=0",
        "limit=x",
        "cursor=x",
        "business_key=%00",
        "business_key_prefix=OR",
        "business_key_prefix=ORD&business_key=ORD-1",
        "flow=%00",
    ],
)
def test_a_filter_that_is_none_is_named(world: World, cast: Cast, query: str) -> None:
    answer = Api(cast.operator)("GET", f"executions/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_pages_follow_each_other(world: World, cast: Cast) -> None:
    for number in range(4):
        factories.started(cast.analyst, FLOW, {"id": f"N-{number}"})
    api = Api(cast.operator)
    everything = ids(api("GET", "executions/"))
    first = api("GET", "executions/?limit=2")
    second = api("GET", first.json()["next"])
    assert ids(first) + ids(second) == everything[:4]
    assert ids(api("GET", second.json()["previous"])) == ids(first)
    assert (first.json()["previous"], api("GET", second.json()["next"]).json()["next"]) == (None, None)


def test_one_execution_is_shown_in_full(world: World, cast: Cast) -> None:
    shown = Api(cast.operator)("GET", f"executions/{world.execution}/").json()
    assert shown["payload"] == {"id": "ORD-1", "total": 21}
    assert shown["business_keys"] == {"order": "ORD-1"}
    assert shown["definition"]["slug"] == FLOW
    assert world.flow.live_version is not None
    assert shown["version_hash"] == world.flow.live_version.hash
    assert "operate" in shown["permissions"]


@pytest.mark.parametrize("name", ["x", "00000000", str(uuid4())])
def test_an_execution_that_is_none(world: World, cast: Cast, name: str) -> None:
    for method, path in (("GET", ""), ("POST", "cancel/"), ("POST", "replay/")):
        assert Api(cast.operator)(method, f"executions/{name}/{path}").status_code == 404


def test_cancel_ends_an_execution_once(world: World, cast: Cast) -> None:
    api = Api(cast.operator)
    assert api("POST", f"executions/{world.execution}/cancel/").json()["status"] == "cancelled"
    again = api("POST", f"executions/{world.execution}/cancel/")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    account = api("GET", "executions/accounting/").json()
    assert (account["accepted"], account["cancelled"], account["open"]) == (1, 1, 0)


def test_what_became_of_some_executions(both: tuple[str, str], cast: Cast) -> None:
    """Named are an open one, a dead one, and one that does not exist; a client sees one flow only."""
    mine, other = both
    let_die(other, "cause")
    named = {"executions": [mine, other, str(uuid4())]}
    counts = Api(cast.operator)("POST", "executions/counts/", named).json()
    assert (counts["accepted"], counts["open"], counts["dead"], counts["succeeded"]) == (2, 1, 1, 0)
    assert Api(cast.client)("POST", "executions/counts/", named).json()["accepted"] == 1
    assert Api(cast.outsider)("POST", "executions/counts/", named).json()["accepted"] == 0


def test_replay_starts_a_new_execution(world: World, cast: Cast) -> None:
    answer = Api(cast.operator)("POST", f"executions/{world.execution}/replay/", {"version": "live"})
    assert (answer.status_code, answer.json()["duplicate"]) == (202, False)
    row = Api(cast.operator)("GET", f"executions/{answer.json()['id']}/").json()
    assert (row["replay_of"], row["payload"]) == (str(world.execution), {"id": "ORD-1", "total": 21})
    assert Api(cast.analyst)("POST", f"executions/{world.execution}/replay/").status_code == 403


def test_what_is_held_since_a_restore_goes_on_when_an_operator_says_so(world: World, cast: Cast) -> None:
    api, path = Api(cast.operator), f"executions/{world.execution}/"
    assert api("GET", path).json()["held"] is False
    assert api("POST", f"{path}release/").status_code == 404
    fetch(HOLD_ALL.partition(";")[0].replace("%", "%%"))
    held = api("GET", "executions/").json()["results"][0]
    assert (held["status"], held["held"]) == ("waiting", True)
    assert Api(cast.analyst)("POST", f"{path}release/").status_code == 403
    assert Api(cast.outsider)("POST", f"{path}release/").status_code == 404
    gone = api("POST", f"{path}release/").json()
    assert (gone["status"], gone["held"]) == ("queued", False)
    assert AuditEntry.objects.filter(action="execution.release").count() == 1


def test_a_list_names_the_step_that_failed(world: World, cast: Cast) -> None:
    let_die(world.execution, "cause")
    row = Api(cast.operator)("GET", "executions/").json()["results"][0]
    assert (row["failed_step"], row["failed_step_name"]) == ("double", "Double")


def test_only_an_indeterminate_execution_is_resolved(world: World, cast: Cast) -> None:
    api = Api(cast.operator)
    refused = api("POST", f"executions/{world.execution}/resolve/", {"outcome": "succeeded"})
    assert refused.status_code == 409
    assert api("POST", f"executions/{world.execution}/resolve/", {"outcome": "maybe"}).status_code == 400


def test_dead_letters_are_grouped_and_redriven(both: tuple[str, str], cast: Cast) -> None:
    for one in both:
        let_die(one, "same-cause" if one == both[0] else "other-cause")
    api = Api(cast.operator)
    assert ids(api("GET", "dead-letters/")) == [both[1], both[0]]
    assert ids(api("GET", "dead-letters/?group=same-cause")) == [both[0]]
    groups = api("GET", "dead-letters/groups/").json()["results"]
    assert {(one["id"], one["count"], one["code"]) for one in groups} == {
        ("same-cause", 1, "connector.retryable"),
        ("other-cause", 1, "connector.retryable"),
    }
    assert {(one["step"], one["step_name"]) for one in groups} == {("double", "Double")}
    redriven = api("POST", "dead-letters/groups/same-cause/redrive/")
    assert (redriven.status_code, redriven.json()) == (202, {"redriven": 1})
    assert api("POST", "dead-letters/groups/same-cause/redrive/").status_code == 404
    assert api("POST", "dead-letters/redrive/", {"executions": list(both)}).json() == {"redriven": 1}
    assert ids(api("GET", "dead-letters/")) == []


def test_dead_letters_hold_to_the_rights_on_the_flow(both: tuple[str, str], cast: Cast) -> None:
    for one in both:
        let_die(one, "same-cause" if one == both[0] else "other-cause")
    client = Api(cast.client)
    assert ids(client("GET", "dead-letters/")) == [both[0]]
    assert [one["id"] for one in client("GET", "dead-letters/groups/").json()["results"]] == ["same-cause"]
    assert client("GET", f"dead-letters/groups/?flow={OTHER_FLOW}").status_code == 404
    assert client("POST", "dead-letters/groups/other-cause/redrive/").status_code == 404
    assert client("POST", "dead-letters/groups/same-cause/redrive/").status_code == 403
    assert client("POST", "dead-letters/redrive/", {"executions": list(both)}).json() == {"redriven": 0}


def test_what_people_do_with_executions_is_written_down(both: tuple[str, str], cast: Cast) -> None:
    api = Api(cast.operator)
    let_die(both[0], "same-cause")
    api("POST", "dead-letters/groups/same-cause/redrive/")
    api("POST", f"executions/{both[1]}/replay/")
    api("POST", f"executions/{both[1]}/cancel/")
    rows = AuditEntry.objects.filter(actor="operator").exclude(action="execution.reveal")
    found = rows.values_list("action", flat=True)
    assert list(found) == ["dead_letters.redrive", "execution.replay", "execution.cancel"]
