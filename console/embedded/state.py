"""The state directory: everything of an installation that is not code."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from console.embedded.accounts import Account, database_account, is_root
from console.embedded.secret_files import Secrets, load_credentials, load_secrets

_LONGEST_SOCKET = 100
"""Below the 108 bytes that Linux allows in the path of a Unix socket."""
_SHARED_STATE = Path("/var/lib/fairlead")


class StateError(Exception):
    """The state directory cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class State:
    """Paths and secrets below ``root``."""

    root: Path

    @cached_property
    def secrets(self) -> Secrets:
        return load_secrets(self.root / "secrets.json")

    @cached_property
    def credentials(self) -> Mapping[str, str]:
        """The personas' passwords; their file, which the demonstration reads, is made at first use."""
        return load_credentials(self.root / "credentials.json")

    @property
    def processes(self) -> Path:
        """Notes on the running processes, one file each."""
        return self.root / "processes"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @cached_property
    def sockets(self) -> Path:
        """A directory whose sockets have short enough paths and can be reached by PostgreSQL's user: in
        the state directory, else under /tmp."""
        inside = self.root / "sockets"
        short = len(str(inside / "postgres" / ".s.PGSQL.5432")) < _LONGEST_SOCKET
        if short and self.database_account.reaches(self.root):
            return inside
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"fairlead-{os.geteuid()}-{digest}"

    @property
    def control_socket(self) -> Path:
        return self.sockets / "control"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis"

    @cached_property
    def database_account(self) -> Account:
        return database_account()

    @cached_property
    def database(self) -> Path:
        """Where PostgreSQL's binaries and data lie; chosen at the first start and then remembered."""
        note = self._database_note
        if not note.exists():
            note.write_text(f"{self._choose_database()}\n")
        return Path(note.read_text().strip())

    @property
    def database_created(self) -> Path:
        """The mark of a database that was created."""
        return self.database / "database-created"

    @property
    def begun(self) -> bool:
        """Whether a database was ever created here; asking makes nothing."""
        return self._database_note.exists() and self.database_created.exists()

    @property
    def _database_note(self) -> Path:
        return self.root / "database-directory"

    def _choose_database(self) -> Path:
        if self.database_account.reaches(self.root):
            return self.root / "database"
        return _SHARED_STATE / f"{self.root.name.lstrip('.')}-{self.secrets.mark}"

    def remember_port(self, port: int) -> None:
        """Keep the console's port for commands that are run beside it."""
        (self.root / "port").write_text(f"{port}\n")

    def remembered_port(self, otherwise: int) -> int:
        """The console's port at its last start."""
        note = self.root / "port"
        return int(note.read_text()) if note.exists() else otherwise

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other supervisor and command off this state; raises StateBusy where one holds it."""
        with (self.root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StateBusy(self.root) from None
            yield


class StateBusy(StateError):
    """Another supervisor, or a command with servers of its own, uses the state at this moment."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"Fairlead already runs on {root}. Stop it there with Ctrl-C, or start a second one beside it "
            f"with its own --state-dir and --port."
        )


def open_state(root: Path) -> State:
    """Make the state directory where missing."""
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        state = State(root)
        _let_pass(root)
        for directory in (state.processes, state.redis):
            directory.mkdir(exist_ok=True, mode=0o700)
        _make_sockets(state)
    except OSError as failure:
        raise StateError(
            f"The state directory {root} cannot be used ({failure.strerror}: {failure.filename}). "
            f"Name another with --state-dir."
        ) from None
    return state


def _let_pass(root: Path) -> None:
    """Root's state directory may be passed through, since PostgreSQL's part in it belongs to another
    user; every secret in it is a file of its owner alone. A directory with other things in it is left."""
    ours = (root / "secrets.json").exists() or not any(root.iterdir())
    if is_root() and ours:
        root.chmod(root.stat().st_mode | 0o011)


def _make_sockets(state: State) -> None:
    state.sockets.mkdir(exist_ok=True, mode=0o711 if is_root() else 0o700)
    if state.sockets.is_symlink() or state.sockets.stat().st_uid != os.geteuid():
        raise StateError(f"{state.sockets} belongs to somebody else; remove it, and start again.")
