"""``./run test``: all tests, on a PostgreSQL and a Redis of their own that nobody keeps."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from console.embedded import browser, environment
from console.embedded.entry import run
from console.embedded.installation import own_servers
from console.embedded.options import CHECKOUT
from console.embedded.state import State, StateError, open_state

_BESIDE_THE_CODE = ("flows", "connectors", "console")
_SUITES = {
    "unit": (*_BESIDE_THE_CODE, "tests/unit"),
    "integration": ("tests/integration",),
    "faults": ("tests/faults",),
    "acceptance": ("tests/acceptance",),
    "e2e": ("tests/e2e",),
}
_SHOWN = {"faults": ("-v", "-s")}
"""Suites that take their time show each test, and what it measured, as they go."""
_EVERYTHING = tuple(path for paths in _SUITES.values() for path in paths)


async def main(arguments: Sequence[str]) -> int:
    """Run what was asked for: a suite, or whatever pytest takes, or everything."""
    suite, rest = _asked(arguments)
    if suite == "frontend":
        return await _pages()
    everything = suite is None and not _names_tests(rest)
    # The pages come first, so that pytest has the last word on a run of everything.
    pages_status = await _pages() if everything else 0
    selected = _EVERYTHING if everything else _SUITES[suite] if suite else ()
    async with _servers() as servers:
        env = {**servers, **await _browser((*selected, *rest))}
        shown = _SHOWN.get(suite or "", ())
        pytest = [sys.executable, "-P", "-m", "pytest", *_existing(selected), *shown, *rest]
        return await _run(pytest, cwd=CHECKOUT, env=env) or pages_status


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


def _asked(arguments: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    if arguments and arguments[0] in {*_SUITES, "frontend"}:
        return arguments[0], arguments[1:]
    return None, arguments


def _names_tests(arguments: Sequence[str]) -> bool:
    return any(Path(one.partition("::")[0]).exists() for one in arguments)


def _existing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if any((CHECKOUT / path).rglob("test*.py"))]


async def _pages() -> int:
    """The front end's own tests."""
    return await _run(["npm", "run", "--silent", "test"], cwd=CHECKOUT / "frontend", env=os.environ)


async def _run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, env=env)
    return await process.wait()


@asynccontextmanager
async def _servers() -> AsyncIterator[Mapping[str, str]]:
    """The environment of a test run: the servers it names, or private ones in a temporary directory."""
    settings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "console.settings.test",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
    }
    if environment.servers_given():
        yield settings
        return
    with _temporary_state() as state:
        async with own_servers(state, durable=False):
            yield {**settings, **environment.of_servers(state)}


@contextmanager
def _temporary_state() -> Iterator[State]:
    root = Path(tempfile.mkdtemp(prefix="fairlead-test-"))
    try:
        # Root's PostgreSQL runs as another user and has to pass through.
        root.chmod(0o711)
        state = open_state(root / "state")
        with state.held():
            yield state
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(run(main(sys.argv[1:])))
