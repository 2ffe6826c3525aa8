"""Processes that outlived a killed supervisor: found at the next start, and ended where provably ours."""

import json
import os
import signal
import time
from pathlib import Path

from console.embedded import procfs
from console.embedded.state import State

MARK = "FAIRLEAD_INSTALLATION"
"""Environment variable that every process of an installation, and each process it starts, carries."""
_GENTLE_SECONDS = 8.0
_FAST_SHUTDOWN = {"postgres": signal.SIGINT}


def note(state: State, name: str, pid: int) -> None:
    """Write down a child, so that it can be recognised after this supervisor is gone."""
    facts = {"name": name, "pid": pid, "started": procfs.started(pid), "boot": procfs.boot_id()}
    (state.processes / f"{name}.json").write_text(json.dumps(facts))


def forget(state: State, name: str) -> None:
    (state.processes / f"{name}.json").unlink(missing_ok=True)


def end_all(state: State) -> list[str]:
    """End what an earlier supervisor of this state left behind; returns the names of what was found."""
    found = {pid: name for path in sorted(state.processes.glob("*.json")) for pid, name in _recognised(path)}
    for pid in procfs.marked(f"{MARK}={state.secrets.mark}"):
        if pid != os.getpid():
            found.setdefault(pid, "helper process")
    # PostgreSQL goes last, so that the others can finish what they write.
    for last in (False, True):
        _end({pid: name for pid, name in found.items() if (name == "postgres") is last})
    for path in state.processes.glob("*.json"):
        path.unlink()
    return sorted(set(found.values()))


def _recognised(path: Path) -> list[tuple[int, str]]:
    try:
        facts = json.loads(path.read_text())
        same = facts["boot"] == procfs.boot_id() and facts["started"] == procfs.started(facts["pid"])
    except (ValueError, KeyError):
        return []
    return [(facts["pid"], facts["name"])] if same and facts["started"] is not None else []


def _end(found: dict[int, str]) -> None:
    waiting = {pid: began for pid in found if (began := procfs.started(pid)) is not None}
    for pid in waiting:
        _signal(pid, _FAST_SHUTDOWN.get(found[pid], signal.SIGTERM))
    deadline = time.monotonic() + _GENTLE_SECONDS
    while waiting and time.monotonic() < deadline:
        time.sleep(0.05)
        waiting = {pid: began for pid, began in waiting.items() if procfs.started(pid) == began}
    for pid in waiting:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
