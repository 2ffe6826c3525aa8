"""Under whose name PostgreSQL runs: it refuses root, so root lends it the user ``nobody``."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the machine, as far as starting a process under its name needs it."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give ``path`` to this account; without effect where it is our own."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)

    def reaches(self, directory: Path) -> bool:
        """Whether this account may pass through ``directory`` and every directory above it."""
        return all(self._passes(one.stat()) for one in (directory, *directory.parents))

    def _passes(self, found: os.stat_result) -> bool:
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def is_root() -> bool:
    return os.geteuid() == 0


def database_account() -> Account:
    """``nobody`` for root, else the present user."""
    if not is_root():
        return Account(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)
