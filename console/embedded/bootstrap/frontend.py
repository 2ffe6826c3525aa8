"""The pages of the console: their packages and their build, each renewed when its sources change."""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from console.embedded.bootstrap.progress import StepFailed, run_step
from console.embedded.bootstrap.python import PYTHON
from console.embedded.options import CHECKOUT

FRONTEND = CHECKOUT / "frontend"
_MODULES = FRONTEND / "node_modules"
_OLDEST_NODE = (20, 19)
_PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
_NOT_SOURCES = {"node_modules", "dist", "test-results", "coverage"}
_TESTS = (".test.ts", ".test.tsx")


def ensure_packages() -> None:
    """``npm ci`` where the lock file changed since the last one."""
    version = _node_version()
    with (FRONTEND / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = _MODULES / ".fairlead-packages"
        wanted = _digest((FRONTEND / name for name in _PACKAGE_FILES), seed=version)
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        run_step("Front-end packages", ["npm", "ci", "--no-audit", "--no-fund"], cwd=FRONTEND)
        stamp.write_text(wanted)


def ensure_built() -> None:
    """Build the pages where a source changed since the last build."""
    ensure_packages()
    with (FRONTEND / "package.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = _MODULES / ".fairlead-build"
        wanted = _digest(sorted(_sources()))
        built = FRONTEND / "dist" / "index.html"
        if built.is_file() and stamp.is_file() and stamp.read_text() == wanted:
            return
        stamp.unlink(missing_ok=True)
        run_step("Front-end build", ["npm", "run", "--silent", "build"], cwd=FRONTEND)
        # Browsers on other machines load a quarter of the bytes.
        run_step(
            "Compressed pages", [str(PYTHON), "-m", "servestatic.compress", "--quiet", "dist"], cwd=FRONTEND
        )
        stamp.write_text(wanted)


def _node_version() -> str:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise StepFailed("Node.js with npm was not found; Fairlead's pages need Node 20.19 or newer.")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    parts = tuple(int(part) for part in version.lstrip("v").split(".")[:2])
    if parts < _OLDEST_NODE:
        raise StepFailed(f"Node.js {version} is too old for the pages; they need 20.19 or newer.")
    return version


def _sources() -> Iterable[Path]:
    for entry in FRONTEND.iterdir():
        if entry.name in _NOT_SOURCES:
            continue
        if entry.is_dir():
            yield from (
                path for path in entry.rglob("*") if path.is_file() and not path.name.endswith(_TESTS)
            )
        else:
            yield entry


def _digest(paths: Iterable[Path], seed: str = "") -> str:
    digest = hashlib.sha256(seed.encode())
    for path in paths:
        if path.is_file():
            digest.update(f"\n{path.relative_to(FRONTEND)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
