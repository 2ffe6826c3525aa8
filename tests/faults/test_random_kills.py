"""Processes killed at random under load, and how soon their work is taken up. Long form only.

The kills of all runs add up in ``faults.json`` of the state directory, with what came of them.
"""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from console.embedded.options import CHECKOUT
from flows.facade import boundaries
from tests.acceptance.harness import open_directory
from tests.faults import checks
from tests.faults.flows import ordered
from tests.faults.sending import Sender, events
from tests.faults.system import System, running

KILLS = 300
PER_WAVE = 25
EVENTS = 400
LINES = 20
DEFAULT_LEASE_S = 15.0
RESUMED_WITHIN_S = 45.0
DEATHS = 20
OF_ANOTHER_S = 5.0
"""What ended sooner was run by another worker; a lease lasts longer."""
MOMENTS = (
    boundaries.CLAIMED,
    boundaries.INTENT_COMMITTED,
    boundaries.REPLIED,
    boundaries.RESULT_DUE,
)
_ENDED = """
SELECT extract(epoch FROM finished_at)::float FROM outcome WHERE execution_id = ANY(%s::uuid[])"""


def _counter() -> Path:
    return Path(os.environ.get("FAIRLEAD_STATE_DIR") or CHECKOUT / ".fairlead") / "faults.json"


def _add_up(kills: int, executions: int) -> dict[str, int]:
    """What all runs come to; a wave is counted once its checks have passed."""
    counter = _counter()
    counter.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(counter.read_text()) if counter.exists() else {}
    found = {
        "random_kills": before.get("random_kills", 0) + kills,
        "executions": before.get("executions", 0) + executions,
    }
    counter.write_text(json.dumps(found) + "\n")
    return found


def test_processes_killed_at_random_lose_and_double_nothing(system: System, long: bool) -> None:
    if not long:
        pytest.skip("the long form kills at random")
    for wave in range(KILLS // PER_WAVE):
        name = f"random-{wave}"
        system.door(name)
        system.publish(ordered(name))
        lined = [{**one, "line": f"{name}-{one['n'] % LINES}"} for one in events(name, EVENTS)]
        with system.outside.switched(name, latency=0.1, lose=0.02):
            with Sender(system, name, most=8).meanwhile(lined) as sent:
                killed = 0
                while killed < PER_WAVE:
                    time.sleep(random.uniform(0.1, 1.0))
                    assert checks.calm(system)
                    killed += _kill_any(system)
            verdict = checks.all_well(system, name, sent, EVENTS, seconds=300)
        total = _add_up(PER_WAVE, EVENTS)
        print(
            f"{(wave + 1) * PER_WAVE} kills, {verdict.redriven} redriven; {total} over all runs", flush=True
        )


def _kill_any(system: System) -> bool:
    """Mostly a process that runs executions; sometimes another one, which the supervisor starts again.
    Whether one was there to be killed."""
    named = random.choices(("drain", "worker", "scheduler", "intake"), (20, 2, 2, 1))[0]
    try:
        os.kill(random.choice(system.drains()) if named == "drain" else system.pid(named), signal.SIGKILL)
    except (ProcessLookupError, IndexError, OSError):
        return False  # it is dead already
    return True


def test_work_is_taken_up_soon_with_the_ordinary_lease(long: bool) -> None:
    """One kill at a time: from the death of a worker to the end of all that it held."""
    if not long:
        pytest.skip("the long form measures it")
    took: list[float] = []
    with open_directory() as root, running(root, lease_s=DEFAULT_LEASE_S) as system:
        system.door("resume")
        system.publish(ordered("resume"))
        sender = Sender(system, "resume")
        for number in range(DEATHS):
            known = set(sender.sent.accepted.values())
            system.arm(MOMENTS[number % len(MOMENTS)])
            sender.all(events(f"resume-{number}", 5))
            assert system.strikes(number + 1)
            checks.drained(system, "resume")
            fresh = [one for one in sender.sent.accepted.values() if one not in known]
            killed_at = system.struck()[-1]["at"]
            took += [ended - killed_at for (ended,) in system.rows(_ENDED, fresh)]
        checks.all_well(system, "resume", sender.sent, 5 * DEATHS, seconds=300)
    resumed = sorted(one for one in took if one > OF_ANOTHER_S)
    p95 = resumed[int(len(resumed) * 0.95) - 1]
    print(f"{len(resumed)} executions resumed: median {resumed[len(resumed) // 2]:.1f} s, p95 {p95:.1f} s")
    assert p95 <= RESUMED_WITHIN_S
