"""Named moments between the commits of a worker and of the door. In operation passing one does nothing.

The fault tests end processes there, to show that nothing is lost wherever a process ends. That takes
both an environment that calls itself ``test`` and FAIRLEAD_FAULTS_AT, a directory in which a file
named after the moment says which signal ends the process that passes it next.
"""

import contextlib
import json
import os
import signal
import time
from pathlib import Path

CLAIMED = "claimed"
BEGINS = "begins"
"""An execution is begun; the detail is its payload."""
INTENT_COMMITTED = "intent-committed"
REPLIED = "replied"
RESULT_DUE = "result-due"
"""An execution has come to its end, which is not written yet."""
RESULT_COMMITTED = "result-committed"
ACCEPTED = "accepted"
"""New executions are committed, and their clients have no answer yet."""


def passed(moment: str, detail: bytes = b"") -> None:
    """Says that the process has come to this moment."""
    if _FAULTS is not None:
        _strike(_FAULTS, moment, detail)


def _armed_in() -> Path | None:
    place = os.environ.get("FAIRLEAD_FAULTS_AT")
    return Path(place) if place and os.environ.get("FAIRLEAD_ENVIRONMENT") == "test" else None


_FAULTS = _armed_in()


def _strike(place: Path, moment: str, detail: bytes) -> None:
    """The file is one JSON object: ``signal``, and either ``once`` or the text that a payload has to
    hold. Of several processes only one can take a file away."""
    order = place / moment
    try:
        asked = json.loads(order.read_bytes())
        if asked["marker"].encode() not in detail:
            return
        if asked["once"]:
            order.unlink()
    except (OSError, ValueError):
        return
    with (place / "struck").open("a") as ledger, contextlib.suppress(OSError):
        ledger.write(json.dumps({"at": time.time(), "moment": moment, "pid": os.getpid()}) + "\n")
    # To this thread: what is sent to the process may end it by another one, and this one goes on until then.
    signal.raise_signal(signal.Signals(asked["signal"]))
