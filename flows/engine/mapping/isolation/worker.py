"""One evaluating process, seen from its host."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from flows.engine.mapping.isolation.frames import receive, send

_ROOT = Path(__file__).resolve().parents[4]
_START_S = 20.0
_PROGRAM = "import os; os.nice({}); from flows.engine.mapping.isolation.child import main; main()"
"""It stands behind others from the beginning: what it has to load is most of its work, as a rule."""
MAX_EVALUATIONS = 500


class Worker:
    """Started lean: no Django, no environment variables but the ones Python needs, so no secrets.
    ``nice`` says how far it stands behind other processes."""

    def __init__(self, nice: int = 5) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-E", "-s", "-c", _PROGRAM.format(nice)],
            cwd=_ROOT,
            env={
                name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        self.evaluations = 0
        self.pid = self._process.pid

    def await_ready(self) -> None:
        """Waits until it serves; ``TimeoutError`` or ``ClosedError`` leave it useless."""
        receive(self._from, time.monotonic() + _START_S)

    @property
    def spent(self) -> bool:
        """Whether it has served long enough, or has ended."""
        return self.evaluations >= MAX_EVALUATIONS or self._process.poll() is not None

    def ask(self, request: Any, seconds: float) -> Any:
        """The answer to one request; ``TimeoutError`` or ``ClosedError`` leave the worker useless."""
        self.evaluations += 1
        deadline = time.monotonic() + seconds
        send(self._to, request, deadline)
        return receive(self._from, deadline)

    def interrupt(self) -> None:
        """End the process, from any thread: whoever waits for its answer meets a ``ClosedError``."""
        self._process.kill()

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
