"""Events of one ordering key keep their order, though workers are killed."""

import os
import random
import signal
import time

from tests.faults import checks
from tests.faults.flows import ordered
from tests.faults.sending import Sender, Sent
from tests.faults.system import System

NAME = "in-order"


def test_no_later_event_of_a_line_overtakes_an_earlier_one(system: System, long: bool) -> None:
    lines, length, kills = (1, 10_000, 50) if long else (4, 25, 3)
    system.door(NAME)
    system.publish(ordered(NAME))
    events = [
        {"id": f"line-{line}-{number}", "line": f"line-{line}", "n": number}
        for line in range(lines)
        for number in range(length)
    ]
    with system.outside.switched(NAME, latency=0.01, lose=0.05):
        with Sender(system, NAME, most=lines).meanwhile(events, 1800) as sent:
            for number in range(kills):
                assert sent.reaches(number * len(events) // kills // 2)
                assert checks.calm(system)
                _kill_one(system)
                time.sleep(0.5)
        _well_ordered(system, sent, len(events), length)


def _kill_one(system: System) -> None:
    drains = system.drains()
    if drains:
        os.kill(random.choice(drains), signal.SIGKILL)


def _well_ordered(system: System, sent: Sent, count: int, length: int) -> None:
    assert checks.all_well(system, NAME, sent, count, seconds=1200).redriven == 0
    found = system.outside.ledger(NAME)["lines"]
    assert all(line == list(range(length)) for line in found.values())
