"""Cancelling races with completion: one of them wins, once and for good."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System

NAME = "cancel-race"
TRIES = 60
_ENDS = """
SELECT e.idempotency_key, o.status FROM execution e JOIN outcome o ON o.execution_id = e.id
JOIN flow f ON f.id = e.flow_id WHERE f.slug = %s"""


def test_an_execution_ends_in_one_state_whoever_wins(system: System, long: bool) -> None:
    count = 1000 if long else 60
    system.door(NAME)
    system.publish(flow(NAME))
    told: dict[str, int] = {}
    with system.outside.switched(NAME, latency=0.05), ThreadPoolExecutor(4) as people:
        with Sender(system, NAME, most=8).meanwhile(events("race", count)) as sent:
            for number in range(count):
                assert sent.reaches(number + 1)
                key = random.choice(list(sent.accepted))
                if key not in told:
                    told[key] = 0
                    people.submit(_cancel, system, key, sent.accepted[key], told)
        checks.drained(system, NAME)
    first = dict(system.rows(_ENDS, NAME))
    for key, status in told.items():
        assert (status, first[key]) in {(200, "cancelled"), (200, "succeeded"), (409, "succeeded")}
    effects = system.outside.ledger(NAME)["effects"]
    assert all(effects.get(key) == 1 for key, status in first.items() if status == "succeeded")
    assert set(effects.values()) <= {1}
    assert dict(system.rows(_ENDS, NAME)) == first
    checks.books(system, NAME)


def _cancel(system: System, key: str, execution: str, told: dict[str, int]) -> None:
    """A person who is told that the database is busy tries again."""
    for _ in range(TRIES):
        answer = system.client.post(f"/api/v1/executions/{execution}/cancel/", {})
        told[key] = answer.status
        if answer.status != 503:
            return
        print(f"cancelling was refused: {answer.body}", flush=True)
        time.sleep(1)
