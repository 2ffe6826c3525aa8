"""A burst of connections and slow senders: nothing accepted is lost, nobody is told a 5xx."""

import resource
from statistics import median

from tests.faults import checks
from tests.faults.crowd import crowd
from tests.faults.flows import flow
from tests.faults.sending import Sender, Sent, events
from tests.faults.system import System

NAME = "crowds"
CLIENTS = 8
"""Fewer than the door can serve at once: what they wait for is the door, and not each other."""


def test_a_crowd_at_the_door_keeps_nobody_out(system: System, long: bool) -> None:
    """Idle connections, senders that drip their bodies, and a burst of events between them."""
    idle, slow, count, turns = (10_000, 1000, 2000, 5) if long else (400, 60, 200, 1)
    idle = min(idle, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)  # the door has the same limit
    system.door(NAME)
    system.publish(flow(NAME))
    everything, quiet, busy = Sent(), [], []
    for turn in range(turns):
        quiet.append(_sent(system, f"quiet-{turn}", count))
        with crowd(system.installation.port, NAME, system.token, idle, slow):
            busy.append(_sent(system, f"crowd-{turn}", count))
    for sent in (*quiet, *busy):
        assert set(sent.answers) == {"202"}
        everything.accepted |= sent.accepted
        everything.changed += sent.changed
    if long:
        print(f"p99 {_p99(quiet):.4f} s in peace, {_p99(busy):.4f} s in the crowd, in the middle of {turns}")
    checks.all_well(system, NAME, everything, count * 2 * turns)


def _sent(system: System, name: str, count: int) -> Sent:
    return Sender(system, NAME, most=CLIENTS).all(events(name, count))


def _p99(turns: list[Sent]) -> float:
    return median(sorted(one.seconds)[int(len(one.seconds) * 0.99) - 1] for one in turns)
