"""For tests: the sandbox servers as real processes on the loopback."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from connectors.sandbox.ports import free_port
from connectors.sdk.types import JSON

START_S = 120.0


@dataclass(slots=True)
class OdooProcess:
    """A running sandbox Odoo. It keeps its port and data over ``stop`` and ``start``."""

    port: int
    state_dir: Path
    api_key: str = "sandbox-key"
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "connectors.sandbox.odoo", "--port", str(self.port)),
            *("--state-dir", str(self.state_dir), "--api-key", self.api_key),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(f"{self.url}/web/version", self.process)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def switch(self, **switches: JSON) -> None:
        """Sets latency_ms and outage."""
        self.post("/sandbox/switch", switches)

    def call(self, model: str, method: str, **arguments: JSON) -> JSON:
        """A method over JSON-2, for looking at what a test has done."""
        return self.post(f"/json/2/{model}/{method}", arguments)

    def post(self, path: str, body: JSON) -> JSON:
        headers = {"Authorization": f"bearer {self.api_key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", orjson.dumps(body), headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the loopback
            return orjson.loads(answer.read())


@contextmanager
def running_odoo(state_dir: Path) -> Iterator[OdooProcess]:
    """A sandbox Odoo on a free port; ended with the block."""
    odoo = OdooProcess(free_port(), state_dir)
    try:
        odoo.start()
        yield odoo
    finally:
        odoo.stop()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until ``url`` answers; raises RuntimeError where the process ends before."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server of {url} ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=10).close()  # noqa: S310 - the loopback
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at {url}")
