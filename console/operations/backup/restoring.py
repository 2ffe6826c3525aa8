"""Putting a backup into a database: everything or nothing, and nothing goes on by itself.

The dump, the check of its row counts and the hold on its open executions are one transaction. So there
is no moment in which a worker could take up what an installation elsewhere has long done.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from connectors.sdk.errors import FairleadError
from console.audit.restored import RESTORED
from console.audit.trail import record
from console.operations.backup import archive, programs, secrets
from console.operations.backup.archive import Manifest
from console.operations.backup.saving import TABLES
from flows.store.cursors import fetch
from flows.store.holding import HOLD_ALL, held

_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
_CHECK = """
IF (SELECT count(*) FROM public."{table}") <> {count} THEN
    RAISE EXCEPTION 'The table {table} does not hold {count} rows'; END IF;"""
_EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


class RestoreRefused(FairleadError):
    """The database is in use or not empty."""

    code = "restore.refused"


class RestoreFailed(FairleadError):
    """The database is as it was before."""

    code = "restore.failed"


@dataclass(frozen=True, slots=True)
class Restored:
    """``held``: open executions per flow, which wait for a person. ``closed``: secrets that do not open."""

    manifest: Manifest
    held: Mapping[str, int]
    closed: int


def restore(path: Path, *, replace: bool = False, sealing_key: str = "") -> Restored:
    """Fills the database from a backup. ``replace`` throws away what is in it; ``sealing_key`` is the key
    of the installation that the backup is of, and its secrets are sealed anew under this one's.

    Raises:
        ArchiveBroken, KeyUnusable, RestoreRefused, RestoreFailed, ProgramMissing
    """
    secrets.check(sealing_key)
    manifest = archive.verified(path)
    _refuse(replace)
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10_000
    connections.close_all()
    _fill(path, manifest, programs.folder(server), replace)
    call_command("migrate", skip_checks=True, verbosity=0)
    closed = secrets.seal_anew(sealing_key)
    found = {one.flow: one.held for one in held()}
    detail = {"made_at": manifest.made_at, "held": found}
    record(None, RESTORED, "installation:database", detail)
    return Restored(manifest, found, closed)


def _refuse(replace: bool) -> None:
    if fetch(_OTHERS)[0][0]:
        raise RestoreRefused(
            "Somebody works with this database.", hint="Stop Fairlead and everything else that uses it first."
        )
    if fetch(TABLES) and not replace:
        raise RestoreRefused(
            "The database is not empty.",
            hint="Restore into a fresh one, or say --replace: then everything in it is thrown away.",
        )


def _fill(path: Path, manifest: Manifest, binaries: Path, replace: bool) -> None:
    script = [str(binaries / "pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    apply = [
        str(binaries / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction",
        f"--dbname={programs.address()}", *(("--command", _EMPTY) if replace else ()), "--file=-",
        "--command", "RESET ALL", "--command", _check(manifest), "--command", HOLD_ALL,
    ]  # fmt: skip
    env = programs.environment()
    with tempfile.TemporaryFile() as told:
        reading = subprocess.Popen(
            script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, env=env
        )
        writing = subprocess.Popen(
            apply, stdin=reading.stdout, stdout=subprocess.DEVNULL, stderr=told, env=env
        )
        assert reading.stdin is not None and reading.stdout is not None
        reading.stdout.close()
        try:
            with reading.stdin as sink:
                for piece in archive.pieces(path):
                    sink.write(piece)
        except BrokenPipeError:
            pass  # the reason stands in what they told
        failed = [one.wait() for one in (reading, writing)]
        told.seek(0)
        if any(failed):
            reason = told.read().decode(errors="replace")[-3000:]
            raise RestoreFailed(f"Nothing was restored; the database is as it was.\n{reason}")


def _check(manifest: Manifest) -> str:
    """Ends the transaction where a table holds another number of rows than when it was saved."""
    checks = [_CHECK.format(table=table, count=int(count)) for table, count in manifest.rows.items()]
    return f"DO $check$ BEGIN {' '.join(checks)} END $check$"
