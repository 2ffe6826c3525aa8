"""The virtual environment: made from the lock file, renewed when the lock file's content changes."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable

from console.embedded.bootstrap.progress import StepFailed, run_step
from console.embedded.options import CHECKOUT

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
_LOCK = CHECKOUT / "requirements.lock"
_STAMP = VENV / "fairlead-lock"
_PINNED = re.compile(rb"^[a-z0-9_.-]+==", re.MULTILINE)
_THIS_PYTHON = f"{sys.base_prefix} {sys.version}"
_NO_VENV = (
    "Python's module venv is not installed. On Debian and Ubuntu: apt install python3-venv; then start again."
)


def ensure() -> None:
    """Make or renew the virtual environment where it differs from the lock file."""
    with _LOCK.open("rb") as lock:
        # Two ./run at once, as in two terminals, must not install into one place together.
        fcntl.flock(lock, fcntl.LOCK_EX)
        content = lock.read()
        wanted = hashlib.sha256(content + _THIS_PYTHON.encode()).hexdigest()
        if PYTHON.exists() and _STAMP.is_file() and _STAMP.read_text() == wanted:
            return
        _create()
        _install(packages=len(_PINNED.findall(content)))
        _STAMP.write_text(wanted)


def _create() -> None:
    if PYTHON.exists() and _same_python():
        return
    if not os.access(CHECKOUT, os.W_OK):
        raise StepFailed(f"{CHECKOUT} cannot be written by this user, so .venv cannot be made in it.")
    try:
        run_step("Python environment", [sys.executable, "-m", "venv", "--clear", str(VENV)], cwd=CHECKOUT)
    except StepFailed as failure:
        raise StepFailed(f"{failure}\n{_NO_VENV}" if "ensurepip" in str(failure) else str(failure)) from None


def _same_python() -> bool:
    asked = [str(PYTHON), "-c", "import sys; print(sys.base_prefix, sys.version)"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() == _THIS_PYTHON


def _install(packages: int) -> None:
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input",
        "--disable-pip-version-check", "--progress-bar", "off", "-r", str(_LOCK),
    ]  # fmt: skip
    run_step("Python packages", command, cwd=CHECKOUT, detail=_counter(packages))


def _counter(packages: int) -> Callable[[str], str | None]:
    seen = 0

    def detail(line: str) -> str | None:
        nonlocal seen
        if line.startswith("Installing collected"):
            return "installing"
        if not line.startswith(("Collecting ", "Requirement already")):
            return None
        seen += 1
        return f"{min(seen, packages)} of {packages}"

    return detail
