"""kill -9 of a worker at every boundary between its commits."""

import contextlib
import os
import signal

import pytest

from flows.facade import boundaries
from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, Sent, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

MOMENTS = (
    boundaries.CLAIMED,
    boundaries.INTENT_COMMITTED,
    boundaries.REPLIED,
    boundaries.RESULT_DUE,
    boundaries.RESULT_COMMITTED,
)
EVENTS = 5
_OWNERS = "SELECT DISTINCT split_part(lease_owner, '/', 2)::int FROM queue WHERE lease_owner <> ''"


def _rounds(long: bool) -> int:
    return 25 if long else 2


def _joined(parts: list[Sent]) -> Sent:
    whole = Sent()
    for part in parts:
        whole.accepted |= part.accepted
    return whole


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_killed_between_its_commits_loses_and_doubles_nothing(
    moment: str, system: System, long: bool
) -> None:
    name = f"kill-{moment}"
    system.door(name)
    system.publish(flow(name))
    sent = []
    for number in range(_rounds(long)):
        system.arm(moment)
        sent.append(Sender(system, name).all(events(f"{moment}-{number}", EVENTS)))
        assert system.strikes(number + 1), "nobody was killed"
    checks.all_well(system, name, _joined(sent), EVENTS * len(sent))


def test_a_worker_killed_during_its_calls_loses_and_doubles_nothing(system: System, long: bool) -> None:
    name = "kill-during-call"
    system.door(name)
    system.publish(flow(name))
    sent = []
    for number in range(_rounds(long)):
        system.outside.switch(name, stall=True)
        sent.append(Sender(system, name).all(events(f"call-{number}", EVENTS)))
        assert eventually(lambda: system.outside.ledger(name)["held"] >= EVENTS, 30)
        for (owner,) in system.rows(_OWNERS):
            with contextlib.suppress(ProcessLookupError):  # whose lease outlives it
                os.kill(owner, signal.SIGKILL)
        system.outside.switch(name)
    checks.all_well(system, name, _joined(sent), EVENTS * len(sent))
