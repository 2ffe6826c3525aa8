"""A whole installation for tests: a real ``./run`` with its own state directory and ports."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from connectors.sandbox.ports import free_port

CHECKOUT = Path(__file__).resolve().parent.parent.parent
RUN = (str(CHECKOUT / "run"),)
_READY = "Fairlead is ready"
_START_SECONDS = 300.0
_STOP_SECONDS = 180.0
_OF_THE_TEST_RUN = ("DATABASE_URL", "CELERY_BROKER_URL", "FAIRLEAD_REDIS_URL", "DJANGO_SETTINGS_MODULE")


class Installation:
    """One ``./run`` with what it takes to use, disturb and end it."""

    def __init__(
        self,
        state_dir: Path,
        *,
        demo: bool = True,
        run: Sequence[str] = RUN,
        given: Mapping[str, str] | None = None,
    ) -> None:
        self.state_dir = state_dir
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._run = run
        self._demo = demo
        self._given = given or {}
        self._log = state_dir.parent / f"{state_dir.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """That of a person's shell: none of the test run's own servers, unless they were given."""
        inherited = {name: value for name, value in os.environ.items() if name not in _OF_THE_TEST_RUN}
        return {**inherited, "PYTHONPATH": str(CHECKOUT), **self._given}

    @property
    def options(self) -> list[str]:
        demo = [] if self._demo else ["--no-demo"]
        return ["--state-dir", str(self.state_dir), "--port", str(self.port), *demo]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def credentials(self) -> Mapping[str, str]:
        """Password of each persona of the demonstration."""
        passwords: dict[str, str] = json.loads((self.state_dir / "credentials.json").read_text())
        return passwords

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()

    def output(self) -> str:
        """Everything the supervisor has printed so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def begin(self) -> None:
        """Start without waiting."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._run, *self.options],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start(self) -> None:
        """Start and wait until it says that it is ready."""
        self.begin()
        assert self._process is not None
        deadline = time.monotonic() + _START_SECONDS
        while _READY not in self.output():
            if self._process.poll() is not None:
                raise AssertionError(f"./run ended with {self._process.returncode}:\n{self.output()[-6000:]}")
            if time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"./run was not ready in time:\n{self.output()[-6000:]}")
            time.sleep(0.05)

    def wait(self) -> int:
        """Wait for the end of the supervisor; its exit status."""
        assert self._process is not None
        return self._process.wait(_STOP_SECONDS)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it as Ctrl-C does, and wait."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.wait()

    def kill(self) -> None:
        """kill -9 of the supervisor alone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``./run --state-dir … ARGUMENTS`` beside it, as ``command("ctl", "status")``."""
        return subprocess.run(
            [*self._run, "--state-dir", str(self.state_dir), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_START_SECONDS,
        )

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a GET."""
        with urllib.request.urlopen(self.base_url + path, timeout=60) as answer:
            return answer.status, answer.read()


@contextmanager
def open_directory() -> Iterator[Path]:
    """A short directory that others may pass through, unlike pytest's own."""
    root = Path(tempfile.mkdtemp(prefix="fairlead-"))
    root.chmod(0o755)
    try:
        yield root
    finally:
        shutil.rmtree(root)
