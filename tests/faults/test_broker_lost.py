"""The broker emptied and away: the door still accepts, work goes on from the database, people are told."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.live import Viewer, viewing
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually


def test_an_emptied_broker_costs_latency_and_nothing_else(system: System, long: bool) -> None:
    name, flushes = "flushed", 50 if long else 5
    system.door(name)
    system.publish(flow(name))
    count = flushes * 20
    sender = Sender(system, name, most=4)
    with system.outside.switched(name, latency=0.05), sender.meanwhile(events("flush", count)) as sent:
        for number in range(flushes):
            assert sent.reaches(number * 20)
            system.redis().flushall()
    assert set(sent.answers) == {"202"}
    checks.all_well(system, name, sent, count)


def _terminated(system: System) -> Callable[[], None]:
    system.control("stop", "redis")
    return lambda: system.control("start", "redis")


def _frozen(system: System) -> Callable[[], None]:
    os.kill(pid := system.pid("redis"), signal.SIGSTOP)
    return lambda: os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("trouble", [_terminated, _frozen])
def test_without_a_broker_the_door_accepts_and_work_goes_on(
    trouble: Callable[[System], Callable[[], None]], system: System, long: bool
) -> None:
    """In the short form the broker is away until the workers have taken up what came meanwhile; in the
    long form for minutes, and also frozen."""
    if trouble is _frozen and not long:
        pytest.skip("takes its time; the long form does it")
    name = trouble.__name__.strip("_")
    system.door(name)
    system.publish(flow(name))
    with viewing(system, f"flow:{name}") as viewer:
        assert eventually(lambda: "snapshot" in viewer.kinds())
        mend = trouble(system)
        away_at = time.monotonic()
        try:
            sent = Sender(system, name).all(events(name, 40))
            assert set(sent.answers) == {"202"}
            checks.drained(system, name)
            assert _told(viewer, "degraded")
            if long:
                time.sleep(max(0.0, 120 - (time.monotonic() - away_at)))
        finally:
            mend()
        later = Sender(system, name).all(events(f"{name}-later", 10))
        sent.accepted |= later.accepted
        checks.all_well(system, name, sent, 50)
        assert _told(viewer, "recovered")


def _told(viewer: Viewer, kind: str) -> bool:
    return eventually(lambda: kind in viewer.kinds())
