"""The first half of ``./run``: prepare what the command needs, then hand over to it."""

import os
import sys

from console.embedded import options
from console.embedded.bootstrap import frontend, python
from console.embedded.bootstrap.progress import StepFailed

_MODULES = {
    "start": "console.embedded",
    "manage": "console.embedded",
    "ctl": "console.embedded",
    "test": "console.embedded.testing",
    "check": "console.embedded.checks",
    "bench": "tests.benchmarks",
}
_PYTHON_TESTS_ONLY = {"unit", "integration"}


def main(argv: list[str]) -> int:
    """Prepare and replace this process by the command's own."""
    asked = options.parse(argv)
    if asked.command == "help":
        sys.stdout.write(options.HELP)
        return 0
    try:
        _prepare(asked)
    except StepFailed as failure:
        sys.stderr.write(f"\n{failure}\n")
        return 1
    passed = argv if _MODULES[asked.command] == "console.embedded" else asked.arguments
    os.environ["PYTHONPATH"] = str(options.CHECKOUT)
    sys.stdout.flush()
    os.execv(python.PYTHON, [str(python.PYTHON), "-P", "-m", _MODULES[asked.command], *passed])
    return 1


def _prepare(asked: options.Options) -> None:
    python.ensure()
    if not (options.CHECKOUT / "frontend" / "package.json").is_file():
        return
    if asked.command in {"start", "bench"}:
        frontend.ensure_built()
    elif asked.command == "check":
        frontend.ensure_packages()
    elif asked.command == "test" and not _PYTHON_TESTS_ONLY.intersection(asked.arguments[:1]):
        frontend.ensure_built()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)
