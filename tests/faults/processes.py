"""Further processes beside those of the supervisor: doors, schedulers and workers of a test's own."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.sandbox.ports import free_port
from console.embedded import environment
from console.embedded.options import Options
from console.embedded.postgres import Postgres
from console.embedded.redis import Redis
from tests.acceptance.harness import CHECKOUT
from tests.faults.system import System
from tests.integration.embedded_support import PATIENCE_S

DOOR = (
    "uvicorn",
    "--loop",
    "uvloop",
    "--http",
    "console.protocol:GatheringProtocol",
    "--log-level",
    "warning",
    "--no-access-log",
)
CELERY = ("celery", "-A", "console.celery", "--quiet")
BEAT = ("celery", "-A", "console.scheduler", "--quiet", "beat")


class Process:
    """One process on the state of a system: started, killed and started again."""

    def __init__(self, system: System, module: tuple[str, ...], log: str) -> None:
        self._system = system
        self._module = module
        self._log = system.root / log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = _environment(self._system)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", *self._module], cwd=CHECKOUT, env=env, stdout=log, stderr=log
            )

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Door(Process):
    """A web process of the test's own, with its own port."""

    def __init__(self, system: System, application: str = "console.asgi:application") -> None:
        self.port = free_port()
        super().__init__(system, (*DOOR, "--port", str(self.port), application), "door.log")

    def start(self) -> None:
        super().start()
        deadline = time.monotonic() + PATIENCE_S
        while self.alive and time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=30).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"The door did not open:\n{self._log.read_text()[-3000:]}")


def _environment(system: System) -> dict[str, str]:
    """As the supervisor gives it, and not what the test run itself has."""
    options = Options("start", (), system.installation.port, Path(system.state.root), False)
    redis = Redis(system.state)
    return {
        **environment.of_processes(system.state, options),
        **system.settings,
        "DATABASE_URL": Postgres(system.state).url,
        "CELERY_BROKER_URL": redis.broker_url,
        "FAIRLEAD_REDIS_URL": redis.url,
        "DJANGO_SETTINGS_MODULE": "console.settings.embedded",
    }


@contextmanager
def ended(process: Any) -> Iterator[Any]:
    """Kills the process at the end of the block."""
    try:
        yield process
    finally:
        process.kill()
