"""The command line of ``./run``, read alike before and after the set-up of the virtual environment."""

import argparse
import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
COMMANDS = ("start", "test", "check", "bench", "manage", "ctl", "help")
DEFAULT_PORT = 8000
DEFAULT_STATE_DIR = CHECKOUT / ".fairlead"
_LAST_PORT = 65_535 - 3

HELP = """\
Fairlead: integration flows for healthcare administration around Odoo.

  ./run [start]              set everything up and start it; Ctrl-C stops everything
  ./run test [WHAT] [ARGS]   run the tests: all, or one of unit, integration, acceptance, faults,
                             e2e, frontend; further arguments go to pytest; `faults --long`
                             breaks everything as often as the guarantee says
  ./run check                format, lint, types, layers, migrations and their locks, API client
  ./run bench [ARGS]         measure intake, end-to-end speed, latency and memory
  ./run manage COMMAND …     a management command on the same state, as
                               token USER
                               flows import FILE --publish
                               flows export SLUG
                               backup FILE, restore FILE, release, retention
  ./run ctl status           the running processes; also stop NAME, start NAME, restart NAME

Options, before the command:
  --port N          address of the console (8000); the three ports after it are used too
  --state-dir DIR   where data and secrets live (.fairlead in the checkout, or FAIRLEAD_STATE_DIR)
  --no-demo         start without the demonstration's flows, people and sandbox systems

With DATABASE_URL and CELERY_BROKER_URL set, those servers are used instead of the embedded ones.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for."""

    command: str
    arguments: tuple[str, ...]
    given_port: int | None
    state_dir: Path
    demo: bool
    remembered_port: int = DEFAULT_PORT

    @property
    def port(self) -> int:
        """The console's: as asked for, else as the installation has it."""
        return self.given_port or self.remembered_port


def parse(argv: Sequence[str]) -> Options:
    """Read the command line; ends the process with a message where it makes no sense."""
    own, command, arguments = _split(argv)
    parser = _parser()
    if command == "ctl":  # takes the options behind it as well, which are none of its own
        given, arguments = parser.parse_known_args([*own, *arguments])
    elif command == "start":
        given, arguments = parser.parse_args([*own, *arguments]), []
    else:
        given = parser.parse_args(own)
    return Options(
        command="help" if given.help else command,
        arguments=tuple(arguments),
        given_port=given.port,
        state_dir=Path(given.state_dir).expanduser().resolve(),
        demo=given.demo,
    )


def as_typed(state_dir: Path, *words: str) -> str:
    """A ``./run`` command as it has to be typed for the installation with this state directory."""
    elsewhere = state_dir.resolve() != DEFAULT_STATE_DIR.resolve()
    return shlex.join(["./run", *(["--state-dir", str(state_dir)] if elsewhere else []), *words])


def _split(argv: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """Options before the command, the command, and what belongs to it."""
    position = 0
    while position < len(argv) and argv[position].startswith("-"):
        position += 2 if argv[position] in {"--port", "--state-dir"} else 1
    if position >= len(argv):
        return list(argv), "start", []
    command = argv[position]
    if command not in COMMANDS:
        raise SystemExit(f"./run: there is no command {command!r}. ./run --help lists them.")
    return list(argv[:position]), command, list(argv[position + 1 :])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run", add_help=False, allow_abbrev=False)
    state_dir = os.environ.get("FAIRLEAD_STATE_DIR") or str(DEFAULT_STATE_DIR)
    parser.add_argument("--port", type=_port)
    parser.add_argument("--state-dir", default=state_dir)
    parser.add_argument("--no-demo", dest="demo", action="store_false")
    parser.add_argument("-h", "--help", action="store_true")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {_LAST_PORT}, not {text!r}")
    return int(text)
