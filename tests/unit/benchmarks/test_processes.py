"""However the benchmark is told to end, what it started ends with it."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from console.embedded.options import CHECKOUT

BENCH = """
import sys, time
from pathlib import Path
from tests.benchmarks.processes import end_in_order, process
end_in_order()
asleep = [sys.executable, "-c", "import time; time.sleep(600)"]
log = Path(sys.argv[1])
with process(asleep, log) as one, process(asleep, log) as other:
    print(one.pid, other.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_benchmark_with_all_that_it_started(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", BENCH, str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as bench:
        assert bench.stdout is not None
        started = [int(pid) for pid in bench.stdout.readline().split()]
        assert len(started) == 2 and all(map(psutil.pid_exists, started))
        bench.send_signal(number)
        assert bench.wait(60) == 128 + number
    assert not any(map(psutil.pid_exists, started))
