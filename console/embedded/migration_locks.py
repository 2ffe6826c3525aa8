"""The check "locks" of ``./run check``: no migration may stop a running installation, nor break the
code of the release before it, which goes on beside the new tables while an update rolls out.

Every migration's SQL goes through squawk, which knows PostgreSQL's locks: indexes on filled tables
that are not made concurrently, constraints that are not NOT VALID first, columns that are NOT NULL
without a default, changed, renamed or dropped. Tables that the migration itself makes are free.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OURS = ("accounts", "audit", "connections", "store")
SUPPORTED = "15"
"""The oldest PostgreSQL that Fairlead runs on."""
ACCEPTED = {
    "store.0001_initial": "from before the first release: there is nobody's data yet",
    "audit.0003_indexes_no_truncate": "from before the first release: there is nobody's data yet",
}
"""Migrations that are left out, with the reason."""
_NOT_ASKED = (
    # Every migration has it: the app ``store`` sets it before the first (see flows/store/apps.py).
    "require-lock-timeout", "require-statement-timeout",
    # Each migration is one transaction, so there is no half of one to be run again; one that is not
    # takes up by itself what was broken off.
    "prefer-robust-stmts",
    # A matter of design and not of locks.
    "prefer-text-field", "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity",
    "prefer-timestamptz",
)  # fmt: skip


def main() -> int:
    """Check every migration; 1 where one is at fault."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for migration, statements in _migrations():
            if migration not in ACCEPTED:
                (folder / f"{migration}.sql").write_text(statements, "utf-8")
        told = faults(folder)
    print(told, end="")
    return 1 if told else 0


def faults(folder: Path) -> str:
    """What squawk says of the SQL files in the folder, a line each; empty where all is well."""
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("squawk")), "--pg-version", SUPPORTED, "--reporter", "gcc",
            "--assume-in-transaction", "--exclude", ",".join(_NOT_ASKED),
            *sorted(one.name for one in folder.glob("*.sql")),
        ],
        cwd=folder, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _migrations() -> Iterator[tuple[str, str]]:
    """Name and SQL of each of our migrations, made without a database."""
    import django
    from django.db import connection, connections
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    # What is made depends on the server's version, which Django would ask for.
    connections["default"].__dict__["pg_version"] = int(SUPPORTED) * 10_000
    loader = MigrationLoader(None, replace_migrations=False)
    for app, name in sorted(one for one in loader.disk_migrations if one[0] in OURS):
        state = loader.project_state((app, name), at_end=False)
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            loader.graph.nodes[(app, name)].apply(state, editor, collect_sql=True)
        yield f"{app}.{name}", "\n".join(editor.collected_sql)


if __name__ == "__main__":
    sys.exit(main())
