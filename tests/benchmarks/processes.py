"""Starts the processes of a benchmark and ends exactly those."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NotStarted(RuntimeError):
    """A process ended or did not answer in time; the text says what it printed."""


def end_in_order() -> None:
    """From now on SIGTERM and SIGHUP end this process as Ctrl-C does: every block is left, and with it
    ends what it started. A second one does not disturb that."""

    def end(number: int, _frame: FrameType | None) -> None:
        for one in _ENDS:
            signal.signal(one, lambda *_: None)
        raise SystemExit(128 + number)

    for one in _ENDS:
        signal.signal(one, end)


def free_ports(count: int) -> int:
    """The first of ``count`` consecutive free ports of the loopback."""
    for first in range(21000, 29000, 10):
        if all(_is_free(first + one) for one in range(count)):
            return first
    raise RuntimeError("No free ports between 21000 and 29000.")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def process(command: list[str], log: Path, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a command while the block runs; its output goes to ``log``."""
    with log.open("ab") as output:
        child = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, **options)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def python(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]


@contextmanager
def counting_target(work: Path, name: str = "target") -> Iterator[str]:
    """The target of that module, which counts what comes, while the block runs; yields its address."""
    port, log = free_ports(1), work / f"{name}.log"
    with process(python(f"tests.benchmarks.{name}", port), log) as child:
        wait_for(f"http://127.0.0.1:{port}/count", child, 10, log)
        yield f"http://127.0.0.1:{port}"


def get_json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def wait_for(url: str, child: subprocess.Popen[bytes], seconds: float, log: Path) -> None:
    """Waits until ``url`` answers; says what the process printed where it does not."""
    wait_until(lambda: _answers(url), url, child, seconds, log)


def wait_until(
    ready: Callable[[], bool], what: str, child: subprocess.Popen[bytes], seconds: float, log: Path
) -> None:
    """Waits until a process is ready for its work; raises NotStarted where it ends or takes longer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and child.poll() is None:
        if ready():
            return
        time.sleep(0.2)
    tail = log.read_text(errors="replace")[-2000:]
    raise NotStarted(f"{what} did not answer.\n{tail}")


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def memory_mb(pid: int) -> float:
    """Resident memory of a process and all below it, pages that they share counted once (PSS), in MB."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(_pss(one) for one in family) / 1e6


def _pss(one: psutil.Process) -> float:
    try:
        return float(one.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0
