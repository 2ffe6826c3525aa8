"""Dead letters that people lay aside, with a reason, and take up again."""

from typing import Any

import pytest

from console.audit.models import AuditEntry
from flows.facade import access
from tests import factories
from tests.factories import FLOW, Api, Cast
from tests.integration.api.conftest import World
from tests.integration.api.test_executions import ids, let_die

NOTE = {"note": "The supplier sent it by post."}


@pytest.fixture
def dead(world: World, cast: Cast) -> list[str]:
    """Three dead letters, two of one cause; newest last."""
    found = [str(factories.started(cast.analyst, FLOW, {"id": f"N-{n}"})) for n in range(3)]
    for one, cause in zip(found, ("cause", "cause", "other"), strict=True):
        let_die(one, cause)
    return found


def listed(user: Any, query: str = "") -> list[str]:
    return ids(Api(user)("GET", f"dead-letters/{query}"))


def test_a_discarded_letter_is_listed_by_its_state_alone(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    answer = api("POST", "dead-letters/discard/", {"executions": [dead[0]], **NOTE})
    assert (answer.status_code, answer.json()) == (200, {"discarded": 1})
    assert listed(cast.operator) == listed(cast.operator, "?state=open") == [dead[2], dead[1]]
    (row,) = api("GET", "dead-letters/?state=discarded").json()["results"]
    letter = row["dead_letter"]
    assert (row["id"], row["status"], letter["state"]) == (dead[0], "dead", "discarded")
    assert (letter["discarded_by"], letter["note"]) == ("operator", NOTE["note"])
    assert api("GET", f"executions/{dead[0]}/").json()["dead_letter"] == letter
    assert api("GET", f"executions/{dead[1]}/").json()["dead_letter"]["state"] == "open"
    assert [row["count"] for row in _groups(api, "discarded")] == [1]
    assert sorted(row["count"] for row in _groups(api, "open")) == [1, 1]


def test_it_stays_dead_and_is_not_redriven(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    before = api("GET", "executions/accounting/").json()
    assert api("POST", "dead-letters/groups/cause/discard/", NOTE).json() == {"discarded": 2}
    assert api("GET", "executions/accounting/").json() == before
    assert api("POST", "dead-letters/redrive/", {"executions": dead}).json() == {"redriven": 1}
    assert api("POST", "dead-letters/groups/cause/redrive/").status_code == 404
    assert api("POST", "dead-letters/groups/cause/discard/", NOTE).status_code == 404
    assert api("POST", "dead-letters/discard/", {"executions": dead, **NOTE}).json() == {"discarded": 0}


def test_it_is_taken_up_again(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    api("POST", "dead-letters/groups/cause/discard/", NOTE)
    assert api("POST", "dead-letters/restore/", {"executions": [dead[0]]}).json() == {"restored": 1}
    assert api("POST", "dead-letters/groups/cause/restore/", {"note": "It is needed."}).json() == {
        "restored": 1
    }
    assert api("POST", "dead-letters/groups/cause/restore/").status_code == 404
    assert listed(cast.operator, "?group=cause") == [dead[1], dead[0]]
    assert api("POST", "dead-letters/groups/cause/redrive/").json() == {"redriven": 2}


@pytest.mark.parametrize("note", [None, "", "  ", 1.5e3, "x" * 1001])
def test_a_reason_is_needed(dead: list[str], cast: Cast, note: Any) -> None:
    if isinstance(note, float):
        note = {"a": note}
    body = {} if note is None else {"note": note}
    api = Api(cast.operator)
    assert api("POST", "dead-letters/groups/cause/discard/", body).status_code == 400
    assert api("POST", "dead-letters/discard/", {"executions": dead, **body}).status_code == 400
    assert api("GET", "dead-letters/?state=redriven").status_code == 400
    assert len(listed(cast.operator)) == 3


def test_only_those_who_operate_the_flow_discard(dead: list[str], world: World, cast: Cast) -> None:
    access.grant(world.flow, cast.client, ["view", "start"])
    for user, status in ((cast.analyst, 403), (cast.client, 403), (cast.outsider, 404)):
        for deed in ("discard", "restore"):
            api, body = Api(user), {"executions": dead, **NOTE}
            wanted = 404 if deed == "restore" else status
            assert api("POST", f"dead-letters/groups/cause/{deed}/", NOTE).status_code == wanted
            assert api("POST", f"dead-letters/{deed}/", body).json() in ({"discarded": 0}, {"restored": 0})
    assert len(listed(cast.operator)) == 3


def test_the_reason_is_written_down(dead: list[str], cast: Cast) -> None:
    api = Api(cast.operator)
    api("POST", "dead-letters/groups/cause/discard/", NOTE)
    api("POST", "dead-letters/discard/", {"executions": [dead[2]], **NOTE})
    api("POST", "dead-letters/restore/", {"executions": dead})
    found = AuditEntry.objects.filter(action__startswith="dead").values_list("action", "object", "detail")
    assert list(found) == [
        ("dead_letters.discard", "group:cause", {"discarded": 2, **NOTE}),
        ("dead_letters.discard", f"execution:{dead[2]}", {"discarded": 1, **NOTE}),
        ("dead_letters.restore", "executions", {"restored": 3, "note": "", "executions": dead}),
    ]


def _groups(api: Api, state: str) -> list[Any]:
    found: list[Any] = api("GET", f"dead-letters/groups/?state={state}").json()["results"]
    assert {one["state"] for one in found} == {state}
    return found
