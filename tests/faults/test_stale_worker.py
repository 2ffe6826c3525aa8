"""A worker stopped past its lease and woken again: every stale write of it is rejected."""

import os
import signal

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

NAME = "stale"
EVENTS = 6
_OWNERS = "SELECT DISTINCT split_part(lease_owner, '/', 2)::int FROM queue WHERE lease_owner <> ''"
_BY_OWNER = "SELECT count(*) FROM queue WHERE split_part(lease_owner, '/', 2) = %s"
_ENDED = "SELECT execution_id::text, finished_at, attempts FROM outcome WHERE execution_id = ANY(%s::uuid[])"
_RECORDS = "SELECT count(*) FROM step_attempt WHERE execution_id = ANY(%s::uuid[])"


def test_a_worker_that_slept_past_its_lease_changes_nothing(system: System, long: bool) -> None:
    system.door(NAME)
    system.publish(flow(NAME))
    rounds = 10 if long else 1
    whole = Sender(system, NAME)
    for number in range(rounds):
        system.outside.switch(NAME, stall=True)
        held = number * EVENTS
        sent = whole.all(events(f"stale-{number}", EVENTS))
        assert eventually(lambda: system.outside.ledger(NAME)["held"] >= EVENTS)
        sleepers = [owner for (owner,) in system.rows(_OWNERS) if owner in system.drains()]
        assert sleepers
        for pid in sleepers[:1]:
            _sleep_past_the_lease(system, pid)
        ids = list(sent.accepted.values())[held:]
        before = (sorted(system.rows(_ENDED, ids)), system.rows(_RECORDS, ids))
        for pid in sleepers[:1]:
            os.kill(pid, signal.SIGCONT)
        checks.drained(system, NAME)
        later = Sender(system, NAME, sent=whole.sent).all(events(f"awake-{number}", 1))
        assert later.accepted
        checks.drained(system, NAME)
        after = (sorted(system.rows(_ENDED, ids)), system.rows(_RECORDS, ids))
        assert before == after, "a stale write was stored"
    checks.all_well(system, NAME, whole.sent, (EVENTS + 1) * rounds)


def _sleep_past_the_lease(system: System, pid: int) -> None:
    """The answers to its calls come while it sleeps; others take over all that it held, and end it."""
    os.kill(pid, signal.SIGSTOP)
    system.outside.switch(NAME)
    assert eventually(lambda: system.rows(_BY_OWNER, str(pid))[0][0] == 0)
    checks.drained(system, NAME)
