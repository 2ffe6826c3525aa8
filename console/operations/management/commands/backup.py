"""``manage.py backup FILE``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from connectors.sdk.errors import FairleadError
from console.audit.trail import record
from console.embedded.secret_files import write_private
from console.operations.backup import archive, save


class Command(BaseCommand):
    help = (
        "Saves everything in the database to a file, while Fairlead runs. Secrets stay sealed; their key is "
        "written to a file of its own only where --sealing-key-to names one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--sealing-key-to", type=Path, metavar="KEYFILE", help="keep it somewhere else")

    def handle(self, *args: object, **options: Any) -> None:
        file: Path = options["file"]
        if file.exists():
            raise CommandError(f"{file} is there already, and a backup is never written over.")
        try:
            manifest = save(file)
            archive.verified(file)
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        key: Path | None = options["sealing_key_to"]
        if key is not None:
            write_private(key, settings.FAIRLEAD_SEALING_KEY)
        detail = {"made_at": manifest.made_at, "sha256": manifest.sha256, "sealing_key": key is not None}
        record(None, "installation.backup", "installation:database", detail)
        rows, size = sum(manifest.rows.values()), manifest.bytes / 2**20
        self.stdout.write(f"{file}: {rows:,} rows of {len(manifest.rows)} tables, {size:.1f} MiB, verified.")
