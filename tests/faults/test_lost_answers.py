"""The target does it and the answer is lost: one effect where keys are honoured; elsewhere nobody
repeats the call, and a person says what became of it."""

from typing import Any

import pytest

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System


def test_a_target_that_honours_keys_sees_one_effect(system: System, long: bool) -> None:
    name, count = "loses", 1000 if long else 60
    system.door(name)
    system.publish(flow(name))
    with system.outside.switched(name, lose=0.3):
        sent = Sender(system, name).all(events(name, count))
        checks.drained(system, name, 300)
    checks.all_well(system, name, sent, count)
    assert system.outside.ledger(name)["requests"] > count, "no answer was lost"


@pytest.mark.parametrize(
    ("outcome", "status", "effects"),
    [("succeeded", "succeeded", 1), ("cancel", "cancelled", 1), ("retry", "succeeded", 2)],
)
def test_elsewhere_it_waits_for_a_person_who_says_what_became_of_it(
    outcome: str, status: str, effects: int, system: System
) -> None:
    name = f"plain-{outcome}"
    system.door(name)
    system.publish(flow(name))
    with system.outside.switched(name, lose=1):
        sent = Sender(system, name).all(events(name, 4))
        checks.drained(system, name)
    assert _statuses(system, sent.accepted) == {"indeterminate"}
    assert set(system.outside.ledger(name)["attempts"].values()) == {1}
    for execution in sent.accepted.values():
        told = system.client.post(
            f"/api/v1/executions/{execution}/resolve/", {"outcome": outcome, "note": "Asked the target."}
        )
        assert told.status == 200, told.body
    checks.drained(system, name)
    assert _statuses(system, sent.accepted) == {status}
    assert set(system.outside.ledger(name)["effects"].values()) == {effects}
    checks.books(system, name)


def _statuses(system: System, accepted: dict[str, str]) -> set[Any]:
    """As the API tells them."""
    return {system.client.get(f"/api/v1/executions/{one}/").body["status"] for one in accepted.values()}
