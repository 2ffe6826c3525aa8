"""SIGTERM of everything under load: nothing is left in doubt, and all goes on after the start."""

import signal
import time

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

NAME = "plain-orderly"
LATENCY_S = 0.5
GRACE_S = 15.0
"""What the supervisor gives the worker; the drain itself waits for calls under way a little less."""


def test_an_orderly_end_under_load_leaves_nothing_in_doubt(system: System, long: bool) -> None:
    """The target promises nothing about repeated calls, so a call that is cut off would stay in doubt."""
    rounds, count = (20, 100) if long else (1, 60)
    system.door(NAME, most=8)
    system.publish(flow(NAME))
    whole = Sender(system, NAME)
    for number in range(rounds):
        with system.outside.switched(NAME, stall=True):
            Sender(system, NAME, sent=whole.sent).all(events(f"orderly-{number}", count))
            assert eventually(lambda: system.outside.ledger(NAME)["held"] > 0), "no call was under way"
            assert checks.open_of(system, NAME) == count
            # From here on there is work for some seconds.
            system.outside.switch(NAME, latency=LATENCY_S)
            began = time.monotonic()
            assert system.installation.stop(signal.SIGTERM) == 0
            took = time.monotonic() - began
        print(f"ended within {took:.1f} s")
        system.installation.start()
        checks.drained(system, NAME)
    verdict = checks.settled(system, NAME)
    assert verdict.statuses == {"succeeded": count * rounds}
    checks.effects_once(system, NAME, whole.sent)
    checks.books(system, NAME)
