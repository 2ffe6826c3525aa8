"""kill -9 of a worker at every boundary between its commits, and while its calls are under way."""

import contextlib
import os
import signal

from flows.facade import boundaries
from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

NAME = "worker-killed"
DURING_CALL = "during-call"
MOMENTS = (
    boundaries.CLAIMED,
    boundaries.INTENT_COMMITTED,
    DURING_CALL,
    boundaries.REPLIED,
    boundaries.RESULT_DUE,
    boundaries.RESULT_COMMITTED,
)
EVENTS = 5
_OWNERS = "SELECT DISTINCT split_part(lease_owner, '/', 2)::int FROM queue WHERE lease_owner <> ''"


def test_a_worker_killed_at_any_boundary_loses_and_doubles_nothing(system: System, long: bool) -> None:
    rounds = 25 if long else 1
    system.door(NAME)
    system.publish(flow(NAME))
    sender = Sender(system, NAME)
    for number in range(rounds):
        for moment in MOMENTS:
            kill = _kill_during_call if moment == DURING_CALL else _kill_at
            kill(system, sender, moment, number)
        print(f"round {number + 1} of {rounds}: killed at {', '.join(MOMENTS)}", flush=True)
    checks.all_well(system, NAME, sender.sent, EVENTS * rounds * len(MOMENTS), seconds=300)


def _kill_at(system: System, sender: Sender, moment: str, number: int) -> None:
    struck = len(system.struck())
    system.arm(moment)
    sender.all(events(f"{moment}-{number}", EVENTS))
    assert system.strikes(struck + 1), f"nobody came to {moment}"


def _kill_during_call(system: System, sender: Sender, moment: str, number: int) -> None:
    system.outside.switch(NAME, stall=True)
    sender.all(events(f"{moment}-{number}", EVENTS))
    assert eventually(lambda: system.outside.ledger(NAME)["held"] >= EVENTS)
    for (owner,) in system.rows(_OWNERS):
        with contextlib.suppress(ProcessLookupError):  # whose lease outlives it
            os.kill(owner, signal.SIGKILL)
    system.outside.switch(NAME)
