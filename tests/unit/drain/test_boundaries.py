"""The fault tests' own tool: whoever passes an armed moment comes no further."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console.embedded.options import CHECKOUT
from flows.facade import boundaries

WORKER = """
import sys, threading
from flows.facade import boundaries

def drain():
    boundaries.passed(boundaries.BEGINS, b"harmless")
    print("one", flush=True)
    boundaries.passed(boundaries.BEGINS, b"poison")
    while True:
        print("further", flush=True)

threading.Thread(target=drain, daemon=True).start()
threading.Event().wait()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_the_thread_that_passes_an_armed_moment_comes_no_further(
    tmp_path: Path, number: signal.Signals
) -> None:
    """As in a worker: the drain is on a thread, and the main thread waits."""
    order = {"signal": number, "marker": "poison", "once": False}
    (tmp_path / boundaries.BEGINS).write_text(json.dumps(order))
    armed = {"FAIRLEAD_ENVIRONMENT": "test", "FAIRLEAD_FAULTS_AT": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        cwd=CHECKOUT,
        env={**os.environ, **armed},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (-number, "one\n"), done.stderr
    assert len((tmp_path / "struck").read_text().splitlines()) == 1
