"""A flow published again and again while it runs: each execution runs the version that took it in."""

import json

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System

NAME = "published"
_PINNED = """
SELECT convert_from(p.body, 'UTF8'), v.definition #>> '{steps,0,config,expression}'
FROM execution e JOIN payload p ON p.execution_id = e.id JOIN flow_version v ON v.id = e.version_id
JOIN flow f ON f.id = e.flow_id WHERE f.slug = %s"""


def _expression(number: int) -> str:
    return f'$merge([$, {{"version": "{number}"}}])'


def test_each_execution_runs_its_pinned_version(system: System, long: bool) -> None:
    """Every publication falls into the executions of the versions before it, whose calls take a while."""
    publications, each = (500, 4) if long else (4, 10)
    system.door(NAME)
    sender = Sender(system, NAME)
    with system.outside.switched(NAME, latency=0.5):
        for number in range(publications):
            system.publish(flow(NAME, expression=_expression(number)))
            sender.all(events(f"pin-{number}", each))
        count = publications * each
        checks.all_well(system, NAME, sender.sent, count, seconds=600)
    ran = system.outside.ledger(NAME)["versions"]
    pinned = {json.loads(body)["id"]: expression for body, expression in system.rows(_PINNED, NAME)}
    assert {key: _expression(int(version)) for key, version in ran.items()} == pinned
    assert all(key.startswith(f"pin-{version}-") for key, version in ran.items())
