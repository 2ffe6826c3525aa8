"""Run what was asked for: a suite, or whatever pytest takes, or everything."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from console.embedded import browser
from console.embedded.entry import run
from console.embedded.options import CHECKOUT
from console.embedded.state import StateError
from console.embedded.testing.parts import run_all
from console.embedded.testing.servers import servers
from console.embedded.testing.suites import FRONTEND, SUITES, paths, shown

HELP = f"""./run test                     everything, in parts side by side
./run test SUITE…              {", ".join(SUITES)}, {FRONTEND}
./run test [SUITE] PATH…       these files, folders or single tests
Everything else is given to pytest, or to vitest for {FRONTEND}: -k WORDS, -x, --lf, faults --long.
"""


async def main(arguments: Sequence[str]) -> int:
    """``arguments`` are the names of suites, if any, and what pytest takes."""
    if {"-h", "--help"} & set(arguments):
        sys.stdout.write(HELP)
        return 0
    if not arguments:
        return await run_all(await _browser(["tests"]))
    suites = list(takewhile({*SUITES, FRONTEND}.__contains__, arguments))
    rest = arguments[len(suites) :]
    if suites == [FRONTEND]:
        return await _frontend(rest)
    if _names_tests(rest):
        return await _pytest([], [*shown(suites), *rest])
    # What pytest is told may mean anything, so without a suite it says it of all tests at once.
    chosen = suites or [FRONTEND, *SUITES]
    pages_status = await _frontend([]) if FRONTEND in chosen else 0
    selected = paths([one for one in chosen if one != FRONTEND])
    return await _pytest(selected, [*shown(suites), *rest]) or pages_status


async def _pytest(selected: Sequence[str], options: Sequence[str]) -> int:
    async with servers() as env:
        found = {**env, **await _browser([*selected, *options])}
        return await _run([sys.executable, "-P", "-m", "pytest", *selected, *options], CHECKOUT, found)


async def _frontend(options: Sequence[str]) -> int:
    """The front end's own tests."""
    command = ["npm", "run", "--silent", "test", "--", *options]
    return await _run(command, CHECKOUT / "frontend", os.environ)


async def _browser(selected: Sequence[str]) -> Mapping[str, str]:
    """Where the browser is. Without one the other tests still run; those that need it say what is missing."""
    if not any(_drives_a_browser(one) for one in selected):
        return {}
    try:
        return {"FAIRLEAD_CHROMIUM": await browser.ensure()}
    except StateError as missing:
        sys.stderr.write(f"\n{missing}\n\n")
        return {}


def _drives_a_browser(argument: str) -> bool:
    named = (CHECKOUT / argument.partition("::")[0]).resolve()
    tests = CHECKOUT / "tests" / "e2e"
    return named.exists() and (named.is_relative_to(tests) or tests.is_relative_to(named))


def _names_tests(arguments: Sequence[str]) -> bool:
    return any(Path(one.partition("::")[0]).exists() for one in arguments)


async def _run(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, env=env)
    return await process.wait()


if __name__ == "__main__":
    sys.exit(run(main(sys.argv[1:])))
