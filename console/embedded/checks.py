"""``./run check``: everything that can be found without running the product."""

import filecmp
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from console.embedded.options import CHECKOUT

_FRONTEND = CHECKOUT / "frontend"
_BIN = Path(sys.executable).parent
_MANAGE = (sys.executable, "-P", "-W", "ignore", str(CHECKOUT / "manage.py"))
_ENVIRONMENT = {
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "console.settings.test",
    "PYTHONPATH": str(CHECKOUT),
    # Nothing here connects; the settings only insist on addresses.
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir(),
}
Outcome = tuple[bool, str]


def main() -> int:
    """Run every check, show those that fail in full, and end with 1 where one did."""
    checks: Mapping[str, Callable[[], Outcome]] = {
        "format": lambda: _run([_BIN / "ruff", "format", "--check", "."]),
        "lint": lambda: _run([_BIN / "ruff", "check", "."]),
        "types": lambda: _run([_BIN / "mypy"]),
        "layers": lambda: _run([_BIN / "lint-imports"]),
        "migrations": lambda: _run([*_MANAGE, "makemigrations", "--check", "--dry-run"]),
        "locks": lambda: _run([sys.executable, "-P", "-m", "console.embedded.migration_locks"]),
        "API client": _api_drift,
        "front end": lambda: _run(["npm", "run", "--silent", "check"], cwd=_FRONTEND),
    }
    failed = [title for title, check in checks.items() if not _report(title, check)]
    print(f"\n{len(checks) - len(failed)} of {len(checks)} checks passed." + _named(failed), flush=True)
    return 1 if failed else 0


def _named(failed: Sequence[str]) -> str:
    return f" Failed: {', '.join(failed)}." if failed else ""


def _report(title: str, check: Callable[[], Outcome]) -> bool:
    began = time.monotonic()
    well, output = check()
    print(f"{'ok    ' if well else 'FAILED'} {title:<12} {time.monotonic() - began:5.1f} s", flush=True)
    if not well:
        print("\n".join(f"       {line}" for line in output.strip().splitlines()), flush=True)
    return well


def _run(command: Sequence[str | Path], cwd: Path = CHECKOUT) -> Outcome:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=_ENVIRONMENT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    return done.returncode == 0, done.stdout


def _api_drift() -> Outcome:
    """The committed OpenAPI document and the client made from it must be what the code says now."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        document, client = made / "openapi.json", made / "schema.gen.ts"
        describe = [*_MANAGE, "spectacular", "--format", "openapi-json", "--validate", "--fail-on-warn"]
        generate = ["npx", "--no-install", "openapi-typescript", str(document), "-o", str(client)]
        steps: Sequence[Callable[[], Outcome]] = (
            lambda: _run([*describe, "--file", str(document)]),
            lambda: _same(document, _FRONTEND / "openapi.json"),
            lambda: _run(generate, _FRONTEND),
            lambda: _same(client, _FRONTEND / "src" / "api" / "schema.gen.ts"),
        )
        for step in steps:
            well, output = step()
            if not well:
                return well, output
    return True, ""


def _same(made: Path, committed: Path) -> Outcome:
    if committed.is_file() and filecmp.cmp(made, committed, shallow=False):
        return True, ""
    return False, (
        f"{committed.relative_to(CHECKOUT)} is not what the code says now. Renew it: "
        f"./run manage spectacular --format openapi-json --file frontend/openapi.json "
        f"&& npm --prefix frontend run generate"
    )


if __name__ == "__main__":
    sys.exit(main())
