"""What the tests of the supervisor share: the second half of ``./run``, and a look at its processes."""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from console.embedded import procfs
from tests.acceptance.harness import Installation

SECOND_HALF = (sys.executable, "-P", "-m", "console.embedded")
"""What ``./run`` hands over to once Python and the pages are ready."""
PATIENCE_S = 180.0
"""How long a state may take to come about. It is no measurement, and bites on failure alone."""


def installation(state_dir: Path, given: Mapping[str, str] | None = None) -> Installation:
    """One without the demonstration, not started yet; ``given`` are variables of its environment."""
    return Installation(state_dir, demo=False, run=SECOND_HALF, given=given)


def processes_of(state_dir: Path) -> dict[int, str]:
    """Every process, of whatever parent, that belongs to the state: by its environment or arguments."""
    environment = set(procfs.marked(f"FAIRLEAD_STATE_DIR={state_dir}"))
    found = {int(one.name): _arguments(one) for one in Path("/proc").iterdir() if one.name.isdigit()}
    return {
        pid: arguments
        for pid, arguments in found.items()
        if (pid in environment or f"{state_dir}/" in arguments) and procfs.started(pid) is not None
    }


def _arguments(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def eventually(holds: Callable[[], bool], seconds: float = PATIENCE_S) -> bool:
    """Whether ``holds`` comes true."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
