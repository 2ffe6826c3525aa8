"""A run of everything: its parts beside each other, each on servers of its own."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from console.embedded import environment
from console.embedded.options import CHECKOUT
from console.embedded.output import Terminal, pump
from console.embedded.state import StateError
from console.embedded.testing import outcomes
from console.embedded.testing.outcomes import Outcome
from console.embedded.testing.servers import servers
from console.embedded.testing.suites import FRONTEND, PARTS, Part, paths

_LABEL_COLUMNS = 27
"""What the time of day and the name of the part take from each line."""
_PIPE_SECONDS = 5.0
BROKEN_OFF = 130
"""The exit status after Ctrl-C."""
Show = Callable[[str], None]


async def run_all(browser: Mapping[str, str]) -> int:
    """Run every part, show what each says as it says it, and at the end what came of all: 0 where every
    part executed its tests and none failed. ``browser`` is the environment of those that drive one."""
    began = time.monotonic()
    terminal = Terminal()
    places = asyncio.Semaphore(_at_once())
    with tempfile.TemporaryDirectory(prefix="fairlead-reports-") as reports:

        async def one(part: Part) -> Outcome:
            async with places:
                return await _run(part, Path(reports) / part.name, browser, partial(terminal.line, part.name))

        try:
            came = await _breakable(asyncio.gather(*map(one, PARTS)))
        except asyncio.CancelledError:
            return BROKEN_OFF
    terminal.say(outcomes.summary(came, time.monotonic() - began))
    return 0 if all(part.well for part in came) else 1


async def _breakable(parts: "asyncio.Future[list[Outcome]]") -> list[Outcome]:
    """Ctrl-C and SIGTERM break all parts off, also where a script has this run ignore Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, parts.cancel)
    return await parts


def _at_once() -> int:
    """Two, since most parts wait more than they work; but servers that were given are one for all."""
    return 1 if environment.servers_given() or (os.cpu_count() or 1) < 2 else 2


async def _run(part: Part, report: Path, browser: Mapping[str, str], show: Show) -> Outcome:
    began = time.monotonic()
    show("begins")
    try:
        if FRONTEND in part.suites:
            status = await _frontend(report, show)
        else:
            status = await _pytest(part, report, browser, show)
    except StateError as error:
        return Outcome(part.name, time.monotonic() - began, broken=str(error))
    came = outcomes.read(part.name, time.monotonic() - began, status, report)
    show(f"ended: {came.counts}")
    return came


async def _pytest(part: Part, report: Path, browser: Mapping[str, str], show: Show) -> int:
    cache = f"cache_dir=.pytest_cache/{part.name}"
    pytest = (sys.executable, "-P", "-m", "pytest", "-p", "tests.report", "-o", cache)
    async with servers() as env:
        told = {**env, **browser, "FAIRLEAD_TEST_REPORT": str(report)}
        return await _shown((*pytest, *part.shown, *paths(part.suites)), CHECKOUT, told, show)


async def _frontend(report: Path, show: Show) -> int:
    reporters = ("--reporter=default", "--reporter=json", f"--outputFile.json={report}")
    command = ("npm", "run", "--silent", "test", "--", *reporters)
    return await _shown(command, CHECKOUT / "frontend", os.environ, show)


async def _shown(command: Sequence[str], cwd: Path, env: Mapping[str, str], show: Show) -> int:
    """Run the command, showing its lines; what it started may end itself when the run is broken off."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env={**env, **_looks()},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    showing = asyncio.create_task(pump(process.stdout, show))
    try:
        return await process.wait()
    except asyncio.CancelledError:
        # Once, as Ctrl-C does: a second time would stop the tests from clearing up.
        os.killpg(process.pid, signal.SIGINT)
        await process.wait()
        raise
    finally:
        # A grandchild that escaped may hold the pipe open; its words are not waited for.
        await asyncio.wait({showing}, timeout=_PIPE_SECONDS)
        showing.cancel()


def _looks() -> dict[str, str]:
    """Width and colours, which a program cannot see through a pipe."""
    columns = max(60, shutil.get_terminal_size((110, 24)).columns - _LABEL_COLUMNS)
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return {"COLUMNS": str(columns), **({"FORCE_COLOR": "1"} if coloured else {})}
