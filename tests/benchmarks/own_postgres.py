"""A PostgreSQL for a peer that keeps what it did: the embedded one, tuned as Fairlead's own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.embedded.accounts import is_root
from console.embedded.postgres import ENVIRONMENT, Postgres
from console.embedded.state import open_state
from tests.benchmarks.processes import process, wait_until

START_S = 60


@contextmanager
def running(folder: Path) -> Iterator[Postgres]:
    """A durable server with an empty database, its files in ``folder``, while the block runs."""
    server = Postgres(open_state(folder))
    server.prepare()
    account = server.state.database_account if is_root() else None
    log = folder / "postgresql.log"
    under = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    with process(list(server.command), log, env=ENVIRONMENT, cwd="/", **under) as child:
        wait_until(lambda: _takes_connections(server), "PostgreSQL", child, START_S, log)
        server.create_database()
        yield server


def _takes_connections(server: Postgres) -> bool:
    return subprocess.run(server.readiness, env=ENVIRONMENT, check=False).returncode == 0
