"""A target that stalls, or fails half of the time: others go on, and it is not beaten while it lies."""

import threading
import time
from itertools import pairwise

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System

STALLED = 300
"""More calls than a worker runs at once for one target, so that a shared place would be taken."""


def test_a_stalled_target_holds_up_no_other_flow(system: System, long: bool) -> None:
    """The long form tells the times with and without the trouble, by turns."""
    count, turns = (1500, 4) if long else (100, 1)
    for name in ("stalls", "lively"):
        system.door(name)
        system.publish(flow(name))
    waiting = Sender(system, "stalls")
    alone, beside = [], []
    for turn in range(turns):
        alone.append(_seconds(system, f"alone-{turn}", count) if long else 0.0)
        with system.outside.switched("stalls", stall=True):
            waiting.all(events(f"stalls-{turn}", STALLED))
            beside.append(_seconds(system, f"beside-{turn}", count))
            assert checks.open_of(system, "stalls") == STALLED
        checks.drained(system, "stalls")
    checks.all_well(system, "stalls", waiting.sent, STALLED * turns)
    if long:
        print(f"{count} executions alone: {_list(alone)}; beside a stalled target: {_list(beside)}")


def _list(seconds: list[float]) -> str:
    return ", ".join(f"{one:.2f} s" for one in seconds)


def _seconds(system: System, prefix: str, count: int) -> float:
    """How long the lively flow takes for so many."""
    began = time.monotonic()
    sent = Sender(system, "lively").all(events(prefix, count))
    checks.drained(system, "lively", 300)
    assert len(sent.accepted) == count
    return time.monotonic() - began


def test_a_target_that_is_down_half_of_the_time_gets_few_calls_more_than_it_answers(
    system: System, long: bool
) -> None:
    """In the short form it is down once, and then stays up."""
    name, count, length = "half", *((4000, 10.0) if long else (200, 1.2))
    system.door(name)
    system.publish(flow(name))
    sender, done = Sender(system, name, most=4), threading.Event()
    swinging = threading.Thread(target=_swing, args=(system, name, length, 1000 if long else 1, done))
    swinging.start()
    try:
        with sender.meanwhile(events(name, count)) as sent:
            pass
        checks.drained(system, name, 600)
    finally:
        done.set()
        swinging.join()
    checks.all_well(system, name, sent, count)
    requests = system.outside.ledger(name)["requests"]
    print(f"{requests} requests for {count} effects")
    assert requests <= 1.5 * count


def _swing(system: System, name: str, length: float, times: int, done: threading.Event) -> None:
    """Down and up, so many times or until it is done."""
    for _ in range(times):
        for share in (1.0, 0.0):
            system.outside.switch(name, fail=share, latency=0.02)
            done.wait(length)
    system.outside.switch(name)


def test_a_target_that_says_when_to_come_again_is_left_alone_until_then(system: System) -> None:
    name, pause = "paced", 2  # the header takes whole seconds
    system.door(name)
    system.publish(flow(name))
    system.outside.switch(name, fail=1, status=429, retry_after=pause)
    sent = Sender(system, name).all(events(name, 3))
    time.sleep(pause * 1.5)
    system.outside.switch(name)
    checks.all_well(system, name, sent, 3)
    for times in system.outside.ledger(name)["attempted_at"].values():
        assert all(later - earlier >= pause * 0.95 for earlier, later in pairwise(times)), times
