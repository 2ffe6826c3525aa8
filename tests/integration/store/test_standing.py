"""What tells a flow that works, though some messages failed, from one that does not work."""

from typing import Any

from connectors.connections.models import Connection
from flows.facade import standing
from flows.store.cursors import fetch
from flows.store.holding import HELD_AT
from flows.store.models import Flow
from tests import factories
from tests.factories import Cast

_END = """
INSERT INTO outcome (execution_id, flow_id, status) SELECT execution_id, flow_id, %s FROM queue"""
_LETTER = """
INSERT INTO dead_letter (execution_id, flow_id, round, step, code, message, fingerprint)
SELECT execution_id, flow_id, 0, 'double', 'step.map', %s, 'cause' FROM queue"""
_LATE = "UPDATE queue SET visible_at = clock_timestamp() - interval '1 minute'"
_LEASE = """
UPDATE queue SET status = 'running', visible_at = clock_timestamp() + interval '1 minute'
WHERE execution_id = (SELECT min(execution_id::text)::uuid FROM queue)"""
_CALL = {"connection": "warehouse", "operation": "request", "arguments": {"method": "GET", "path": "/"}}


def _signs(flow: Flow) -> dict[str, Any]:
    return standing.signs([flow.pk])[flow.pk]


def test_a_flow_without_executions(cast: Cast) -> None:
    flow = factories.published(cast.analyst)
    assert _signs(flow) == {
        "dead_letters": 0,
        "cause": None,
        "recent": {"ended": 0, "dead": 0},
        "waiting_since": None,
        "unattended": False,
        "held": 0,
        "failed_records": 0,
        "targets": [],
        "resting": [],
    }


def test_messages_that_failed(cast: Cast) -> None:
    flow = factories.published(cast.analyst)
    for number in range(3):
        factories.started(cast.analyst, document={"id": f"N-{number}"})
        fetch(_END, ["dead" if number else "succeeded"])
        if number:
            fetch(_LETTER, [f"cause {number}"])
        fetch("DELETE FROM queue")
    found = _signs(flow)
    assert (found["dead_letters"], found["cause"]) == (2, "cause 2")
    assert found["recent"] == {"ended": 3, "dead": 2}
    fetch("UPDATE dead_letter SET discarded_at = clock_timestamp() WHERE message = 'cause 2'")
    found = _signs(flow)
    assert (found["dead_letters"], found["cause"]) == (1, "cause 1")


def test_work_that_nobody_takes_up(cast: Cast) -> None:
    flow = factories.published(cast.analyst)
    for number in range(2):
        factories.started(cast.analyst, document={"id": f"N-{number}"})
    assert _signs(flow)["waiting_since"] is None, "it has only just come"
    fetch(_LATE)
    found = _signs(flow)
    assert found["waiting_since"] is not None
    assert found["unattended"]
    fetch(_LEASE)
    found = _signs(flow)
    assert (found["waiting_since"] is not None, found["unattended"]) == (True, False), "a worker is at it"


def test_executions_that_a_restore_holds(cast: Cast) -> None:
    flow, other = factories.published(cast.analyst), factories.published(cast.analyst, slug="other")
    for number in range(2):
        factories.started(cast.analyst, document={"id": f"N-{number}"})
    fetch("UPDATE queue SET status = 'waiting', visible_at = %s", [HELD_AT])
    found = _signs(flow)
    assert (found["held"], found["waiting_since"]) == (2, None)
    assert _signs(other)["held"] == 0


def _calling(cast: Cast) -> Flow:
    factories.connection(cast.administrator)
    step = {"id": "call", "kind": "call", "name": "Call", "config": _CALL}
    return factories.published(
        cast.administrator, steps=[step], edges=[{"from": "trigger", "to": "call"}], keys={}
    )


def test_targets_that_are_away_or_refuse(cast: Cast) -> None:
    flow = _calling(cast)
    row = Connection.objects.filter(slug="warehouse")
    row.update(health="failing", health_message="It does not answer.")
    fetch("UPDATE connections_connection SET health_changed_at = clock_timestamp()")
    assert _signs(flow)["targets"] == [], "it may have stumbled"
    fetch("UPDATE connections_connection SET health_changed_at = clock_timestamp() - interval '1 minute'")
    (target,) = _signs(flow)["targets"]
    assert (target["slug"], target["health"]) == ("warehouse", "failing")
    assert target["message"] == "It does not answer."
    row.update(health="healthy")
    assert _signs(flow)["targets"] == []


def test_targets_that_rest(cast: Cast) -> None:
    flow = _calling(cast)
    fetch("UPDATE connections_connection SET rest_reason = 'asked', rests_until = now() + interval '1 hour'")
    found = _signs(flow)
    (rest,) = found["resting"]
    assert (rest["slug"], rest["reason"], found["targets"]) == ("warehouse", "asked", [])
    fetch("UPDATE connections_connection SET rests_until = now() - interval '1 second'")
    assert _signs(flow)["resting"] == []
