"""``manage.py restore FILE``."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connectors.sdk.errors import FairleadError
from console.embedded.options import DEFAULT_STATE_DIR, as_typed
from console.operations.backup import Restored, restore


class Command(BaseCommand):
    help = (
        "Fills an empty database from a backup: all of it, verified, or nothing. Open executions are held "
        "until an operator lets them go (manage release)."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what is in the database")
        parser.add_argument(
            "--sealing-key", type=Path, metavar="KEYFILE", help="the key its secrets are under"
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            key = (
                options["sealing_key"].read_text("ascii", "replace").strip() if options["sealing_key"] else ""
            )
            done = restore(options["file"], replace=options["replace"], sealing_key=key)
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        for line in _lines(done):
            self.stdout.write(line)


def _lines(done: Restored) -> list[str]:
    rows = sum(done.manifest.rows.values())
    made_at, tables = done.manifest.made_at, len(done.manifest.rows)
    lines = [f"Restored as of {made_at}: {rows:,} rows of {tables} tables, verified."]
    for flow, count in done.held.items():
        lines.append(
            f"{flow}: {count} open executions are held. Let them go: {_run('manage', 'release', flow)}"
        )
    if done.closed:
        lines.append(
            f"{done.closed} secrets were sealed under a key that this installation does not hold: enter them "
            f"anew, or restore with --sealing-key."
        )
    lines.append(f"Start it with {_run('--no-demo')}; people sign in as they did when it was saved.")
    return lines


def _run(*words: str) -> str:
    return as_typed(Path(os.environ.get("FAIRLEAD_STATE_DIR") or DEFAULT_STATE_DIR), *words)
