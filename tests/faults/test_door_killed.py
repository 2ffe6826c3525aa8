"""kill -9 of the web process between COMMIT and answer: the client's retry gets the same execution."""

import threading

from flows.facade import boundaries
from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.processes import Door, ended
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

NAME = "door-killed"
EVENTS = 3


def test_a_retry_after_a_lost_answer_gets_the_same_execution(system: System, long: bool) -> None:
    """The short form kills the door alone, which starts sooner than the whole web process."""
    kills, application = (200, "console.asgi:application") if long else (1, "console.intake.app:application")
    system.door(NAME)
    system.publish(flow(NAME))
    with ended(Door(system, application)) as door:
        sender = Sender(system, NAME, port=door.port)
        door.start()
        for number in range(kills):
            system.arm(boundaries.ACCEPTED)
            sending = threading.Thread(target=sender.all, args=(events(f"door-{number}", EVENTS),))
            sending.start()
            assert system.strikes(number + 1), "nobody was killed"
            assert eventually(lambda: not door.alive)
            door.start()
            sending.join()
    assert len(sender.sent.repeated) >= kills, "no retry met an execution that was committed before"
    checks.all_well(system, NAME, sender.sent, EVENTS * kills)
