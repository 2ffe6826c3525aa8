"""Payloads: shown to those who may reveal them and to who sent them, written down, hidden from others."""

from typing import Any

import pytest

from console.audit import reveals
from console.audit.models import AuditEntry
from flows.facade import access, executions
from flows.store.cursors import fetch
from tests import factories
from tests.factories import FLOW, Api, Cast, token_api
from tests.integration.api.conftest import World

SECRET = "Mevrouw Jansen"
PAYLOAD = {
    "id": "ORD-9",
    "patient": {"name": SECRET, "age": 81, "insured": True, "note": None},
    "lines": [1, "x"],
}
SHAPE = {
    "id": "••• text",
    "patient": {"name": "••• text", "age": "••• number", "insured": "••• true/false", "note": None},
    "lines": ["••• number", "••• text"],
}
_RAN = """
INSERT INTO step_attempt (execution_id, step, item, attempt, round, status, started_at, finished_at, port,
    key, output, request)
VALUES (%s, 'double', -1, 1, 0, 'succeeded', now(), now(), 'out', '', %s, %s)"""


@pytest.fixture
def execution(world: World, cast: Cast) -> str:
    """One with a payload that tells of a person, and a step that handled it."""
    access.grant(world.flow, cast.client, ["view", "start", "operate"])
    found = str(factories.started(cast.analyst, FLOW, PAYLOAD))
    fetch(_RAN, [found, b'{"who": "%b"}' % SECRET.encode(), b'{"to": "%b"}' % SECRET.encode()])
    return found


def reveals_of(user: Any) -> list[str]:
    rows = AuditEntry.objects.filter(actor=user.username, action__endswith=".reveal")
    return list(rows.values_list("object", flat=True))


def test_others_see_the_shape(execution: str, cast: Cast) -> None:
    for user in (cast.steward, cast.client):
        answer = Api(user)("GET", f"executions/{execution}/")
        shown = answer.json()
        assert (shown["payload_hidden"], shown["payload_access"], shown["payload"]) == (True, "hidden", SHAPE)
        (step,) = shown["steps"]
        assert (step["input"], step["output"], step["request"]) == (
            SHAPE,
            {"who": "••• text"},
            {"to": "••• text"},
        )
        assert SECRET not in answer.content.decode()
        assert shown["business_keys"] == {"order": "ORD-9"}
        assert reveals_of(user) == []


def test_samples_show_the_shape(execution: str, cast: Cast) -> None:
    for query in ("", "?step=double", "?output_of=double"):
        answer = Api(cast.steward)("GET", f"flows/{FLOW}/samples/{query}")
        assert answer.json()["payload_hidden"] is True
        assert len(answer.json()["results"]) >= 1
        assert SECRET not in answer.content.decode()
    assert Api(cast.steward)("GET", f"flows/{FLOW}/samples/").json()["results"][0]["input"] == SHAPE


def test_what_is_done_with_an_execution_answers_no_more(execution: str, cast: Cast) -> None:
    answer = Api(cast.client)("POST", f"executions/{execution}/cancel/")
    assert (answer.status_code, answer.json()["payload_hidden"]) == (200, True)
    assert SECRET not in answer.content.decode()


def test_those_who_may_see_it_and_are_written_down_once_an_hour(
    execution: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in (cast.analyst, cast.operator, cast.administrator):
        for _ in range(3):
            shown = Api(user)("GET", f"executions/{execution}/").json()
            assert (shown["payload"], shown["payload_access"]) == (PAYLOAD, "revealed")
        assert reveals_of(user) == [f"execution:{execution}"]
    monkeypatch.setattr(reveals, "ONCE_IN", reveals.ONCE_IN * 0)
    Api(cast.analyst)("GET", f"executions/{execution}/")
    assert reveals_of(cast.analyst) == [f"execution:{execution}"] * 2


def test_samples_are_written_down(execution: str, cast: Cast) -> None:
    for _ in range(2):
        found = Api(cast.analyst)("GET", f"flows/{FLOW}/samples/").json()
        assert (found["payload_hidden"], found["results"][0]["input"]) == (False, PAYLOAD)
    assert reveals_of(cast.analyst) == [f"flow:{FLOW}"]


def test_a_person_sees_what_they_sent(world: World, cast: Cast) -> None:
    access.grant(world.flow, cast.client, ["view", "start", "operate"])
    own = executions.start(cast.client, FLOW, PAYLOAD).id
    client = token_api(cast.client, "executions:read")
    shown = client("GET", f"executions/{own}/").json()
    assert (shown["payload"], shown["payload_access"], shown["payload_hidden"]) == (PAYLOAD, "own", False)
    assert reveals_of(cast.client) == []


def test_a_replay_is_nobodys_own(execution: str, cast: Cast) -> None:
    again = Api(cast.client)("POST", f"executions/{execution}/replay/", {}).json()["id"]
    assert Api(cast.client)("GET", f"executions/{again}/").json()["payload"] == SHAPE


def test_a_grant_reveals(execution: str, world: World, cast: Cast) -> None:
    access.grant(world.flow, cast.steward, ["reveal"])
    assert Api(cast.steward)("GET", f"executions/{execution}/").json()["payload"] == PAYLOAD
