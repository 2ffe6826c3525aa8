"""A flood is served apart from its neighbours, and both go on whichever worker dies."""

import os
import signal
from contextlib import ExitStack

import redis

from flows.facade.rings import flood_of
from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

FLOOD, QUIET = "flood", "quiet"
LANE = 0
MORE = 20
_WORKERS = """
SELECT DISTINCT split_part(q.lease_owner, '/', 2)::integer FROM queue q JOIN flow f ON f.id = q.flow_id
WHERE f.slug = %s AND q.lease_owner <> ''"""

_ENDED = "SELECT count(*) FROM outcome o JOIN flow f ON f.id = o.flow_id WHERE f.slug = %s"


def test_a_flood_and_its_neighbour_go_on_whichever_worker_dies(system: System) -> None:
    for name in (FLOOD, QUIET):
        system.door(name, most=64)
        system.publish(flow(name))
    senders = [
        Sender(system, FLOOD, most=16, pace_s=0.04, in_lines=False),
        Sender(system, QUIET, most=1, pace_s=0.05, in_lines=False),
    ]
    with ExitStack() as stack:
        for sender, name in zip(senders, (FLOOD, QUIET), strict=True):
            stack.enter_context(system.outside.switched(name, latency=0.03))
            stack.enter_context(sender.meanwhile(events(name, 20_000)))
        for name in (FLOOD, QUIET, FLOOD):
            assert eventually(lambda: _apart(system))
            os.kill(_worker(system, name), signal.SIGKILL)
            assert checks.calm(system)
            assert _goes_on(system, FLOOD) and _goes_on(system, QUIET)
        assert eventually(lambda: _apart(system))
        for sender in senders:
            sender.stopped = True
    for sender, name in zip(senders, (FLOOD, QUIET), strict=True):
        checks.all_well(system, name, sender.sent, len(sender.sent.accepted))


def _goes_on(system: System, name: str) -> bool:
    """Whether more executions of the flow end."""
    ended = system.rows(_ENDED, name)[0][0]
    return eventually(lambda: bool(system.rows(_ENDED, name)[0][0] >= ended + MORE))


def _apart(system: System) -> bool:
    """Whether one worker has the flood alone, and another one its neighbour."""
    said = redis.Redis(unix_socket_path=str(system.state.redis_socket), db=1).get(flood_of(LANE))
    of_flood, of_quiet = _workers(system, FLOOD), _workers(system, QUIET)
    return said is not None and len(of_flood) == len(of_quiet) == 1 and of_flood != of_quiet


def _workers(system: System, name: str) -> set[int]:
    """The processes that run executions of the flow just now."""
    return {pid for (pid,) in system.rows(_WORKERS, name)} & set(system.drains())


def _worker(system: System, name: str) -> int:
    seen: set[int] = set()

    def works() -> bool:
        seen.update(_workers(system, name))
        return bool(seen)

    assert eventually(works)
    return seen.pop()
