"""The target simulator as the tests see it."""

import json
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
from tests.acceptance.harness import CHECKOUT
from tests.integration.embedded_support import PATIENCE_S


class Outside:
    """Reads the ledgers and sets the switches of a running simulator."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.address = f"http://{self.host}"

    def ledger(self, door: str) -> dict[str, Any]:
        found: dict[str, Any] = self._ask(f"/_ledger/{door}")
        return found

    def switch(self, door: str, **switches: Any) -> None:
        """Sets these switches; all others go back."""
        self._ask(f"/_switch/{door}", switches)

    @contextmanager
    def switched(self, door: str, **switches: Any) -> Iterator[None]:
        """For the length of the block."""
        self.switch(door, **switches)
        try:
            yield
        finally:
            self.switch(door)

    def _ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(self.address + path, data, timeout=PATIENCE_S) as answer:
            return json.load(answer)


@contextmanager
def simulator(log: Path) -> Iterator[Outside]:
    """A simulator for the length of the block."""
    outside = Outside(port := free_port())
    command = [sys.executable, "-m", "tests.faults.target", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=CHECKOUT, stdout=output, stderr=output)
    try:
        _wait(outside, process, log)
        yield outside
    finally:
        process.kill()
        process.wait()


def _wait(outside: Outside, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            outside.ledger("any")
            return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError(f"The target simulator did not start:\n{log.read_text()}")
