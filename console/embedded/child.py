"""One supervised process: started, watched, started again when it dies, and stopped."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.embedded import leftovers
from console.embedded.accounts import Account
from console.embedded.output import Terminal, pump
from console.embedded.probes import Probe, at_once
from console.embedded.state import State

_PR_SET_PDEATHSIG = 1
_BACKOFF_SECONDS = (0.5, 1, 2, 5, 10, 30)
_WELL_AFTER_SECONDS = 60.0
_PROBE_EVERY_SECONDS = 0.05
_TRIES_TO_START = 3


@dataclass(frozen=True, slots=True)
class Spec:
    """How to run one process. Lower stages start earlier and stop later."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    stage: int
    ready: Probe = at_once
    ready_line: str = ""
    """For a process that nothing can be asked: it is ready when it has printed this."""
    expected: tuple[str, ...] = ()
    """Lines that hold one of these belong to every start and are not shown."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 8.0
    account: Account | None = None
    """Whose name it runs under; None for our own."""


class Condition(StrEnum):
    """State of a child, as ``./run ctl status`` shows it."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPED = "stopped"
    WAITING = "waiting to restart"


class ChildFailed(Exception):
    """A process did not become ready."""


class Child:
    """Keeps the process of one Spec running while it is wanted."""

    def __init__(self, spec: Spec, state: State, terminal: Terminal) -> None:
        self.spec = spec
        self.condition = Condition.STOPPED
        self.restarts = 0
        self.since = time.time()
        self._state = state
        self._terminal = terminal
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._showing: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._line_seen = asyncio.Event()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self, within: float = 60.0) -> None:
        """Start and wait until ready; raises ChildFailed where that does not happen ``within`` seconds."""
        if self._keeper is None or self._keeper.done():
            self._ready.clear()
            self._keeper = asyncio.create_task(self._keep(), name=self.spec.name)
        ready = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait({ready, self._keeper}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if self._keeper.done():
            await self._keeper
        if not self._ready.is_set():
            raise ChildFailed(f"{self.spec.name} was not ready after {within:.0f} s.")

    async def stop(self, *, at_once: bool = False) -> None:
        """Stop, gently unless ``at_once``, and stay stopped."""
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError, ChildFailed, OSError):
                await self._keeper
        await self._end(0.0 if at_once else self.spec.stop_seconds)
        self._enter(Condition.STOPPED)

    async def _keep(self) -> None:
        failures = 0
        while True:
            began = time.monotonic()
            status = await self._run_once()
            failures = 0 if time.monotonic() - began > _WELL_AFTER_SECONDS else failures + 1
            if failures >= _TRIES_TO_START and not self._ready.is_set():
                self._enter(Condition.STOPPED)
                raise ChildFailed(f"{self.spec.name} does not start: it {_ending(status)} {failures} times.")
            delay = _BACKOFF_SECONDS[min(failures, len(_BACKOFF_SECONDS)) - 1] if failures else 0.0
            self._terminal.line(self.spec.name, f"{_ending(status)}; starting again in {delay:g} s")
            self._enter(Condition.WAITING)
            self.restarts += 1
            await asyncio.sleep(delay)

    async def _run_once(self) -> int:
        """Run the process from its start to its end."""
        self._enter(Condition.STARTING)
        self._line_seen.clear()
        process = self._process = await self._spawn()
        leftovers.note(self._state, self.spec.name, process.pid)
        assert process.stdout is not None
        self._showing = asyncio.create_task(pump(process.stdout, self._show))
        becoming_ready = asyncio.create_task(self._become_ready())
        try:
            return await process.wait()
        finally:
            becoming_ready.cancel()
            if process.returncode is not None:
                self._sweep(process.pid)
                # A grandchild that escaped may hold the pipe open; its words are not waited for.
                await asyncio.wait({self._showing}, timeout=0.5)

    async def _spawn(self) -> asyncio.subprocess.Process:
        account = self.spec.account
        return await asyncio.create_subprocess_exec(
            *self.spec.command,
            env=dict(self.spec.environment),
            cwd="/" if account else None,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # A session of its own: Ctrl-C in the terminal reaches the supervisor alone.
            start_new_session=True,
            preexec_fn=_dies_with_us(self.spec.stop_signal),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )

    async def _become_ready(self) -> None:
        while True:
            if await self.spec.ready():
                break
            await asyncio.sleep(_PROBE_EVERY_SECONDS)
        if self.spec.ready_line:
            await self._line_seen.wait()
        self._enter(Condition.RUNNING)
        self._ready.set()

    def _show(self, line: str) -> None:
        if not any(part in line for part in self.spec.expected):
            self._terminal.line(self.spec.name, line)
        if self.spec.ready_line and self.spec.ready_line in line:
            self._line_seen.set()

    async def _end(self, seconds: float) -> None:
        process = self._process
        if process is not None and process.returncode is None:
            if seconds:
                process.send_signal(self.spec.stop_signal)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await process.wait()
            self._sweep(process.pid)
            await process.wait()
        leftovers.forget(self._state, self.spec.name)

    @staticmethod
    def _sweep(pid: int) -> None:
        """Kill what is left of the process and of those it started (its process group)."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)

    def _enter(self, condition: Condition) -> None:
        self.condition = condition
        self.since = time.time()


def _ending(status: int) -> str:
    return f"ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def _dies_with_us(number: signal.Signals) -> Callable[[], None] | None:
    """Have the kernel send ``number`` to the child when the supervisor is gone, even by kill -9."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    supervisor = os.getpid()

    def arm() -> None:
        library.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != supervisor:
            os._exit(1)

    return arm
