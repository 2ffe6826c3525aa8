"""Taking a backup while everything runs."""

import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from connectors.connections import sealing
from connectors.connections.models import ConnectionSecret
from connectors.sdk.errors import FairleadError
from console.operations.backup import archive, programs
from console.operations.backup.archive import Manifest
from flows.store.database import conninfo
from flows.store.models import WebhookSecret

TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY 1"""


class BackupFailed(FairleadError):
    """pg_dump did not come to its end."""

    code = "backup.failed"


def save(path: Path) -> Manifest:
    """Writes the backup of this moment; what happens meanwhile is not in it.

    Raises:
        ProgramMissing, BackupFailed, OSError: no file is left behind.
    """
    with psycopg.connect(**conninfo()) as connection:
        # One snapshot for the counts and the dump, so that they must agree.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = str(_one(connection, "SELECT pg_export_snapshot()"))
        server = connection.info.server_version // 10_000
        facts = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            environment=settings.FAIRLEAD_ENVIRONMENT,
            server=server,
            rows=_rows(connection),
            sealing_keys=tuple(sorted(_sealing_keys())),
        )
        try:
            manifest = _dump(path, programs.folder(server), snapshot, facts)
        except BaseException:
            archive.discard(path)
            raise
    archive.finish(path)
    return manifest


def _dump(path: Path, binaries: Path, snapshot: str, facts: Manifest) -> Manifest:
    command = [
        str(binaries / "pg_dump"), "--format=custom", "--compress=1", "--no-owner", "--no-privileges",
        f"--snapshot={snapshot}", f"--dbname={programs.address()}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as told:
        dump = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, env=programs.environment())
        assert dump.stdout is not None
        try:
            manifest = archive.write(path, dump.stdout, facts)
        finally:
            dump.stdout.close()
            status = dump.wait()
        told.seek(0)
        if status:
            raise BackupFailed(f"pg_dump failed: {told.read().decode(errors='replace').strip()}")
    return manifest


def _rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    tables = [str(name) for (name,) in connection.execute(TABLES)]
    count = sql.SQL("SELECT count(*) FROM {}")
    return {one: int(_one(connection, count.format(sql.Identifier(one)))) for one in tables}


def _one(connection: psycopg.Connection[Any], statement: str | sql.Composed) -> Any:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def _sealing_keys() -> set[str]:
    sealed = [*ConnectionSecret.objects.values_list("sealed", flat=True)]
    sealed += WebhookSecret.objects.values_list("sealed", flat=True)
    return {sealing.key_id_of(bytes(one)).hex() for one in sealed}
