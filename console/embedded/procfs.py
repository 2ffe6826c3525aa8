"""Questions to /proc about processes that are not our children."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PROC = Path("/proc")


@cache
def boot_id() -> str:
    """Differs after each start of the machine, where process ids begin anew."""
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def started(pid: int) -> int | None:
    """The process's start, in clock ticks since the boot; None where none runs under that id.

    Id and start together name one process for certain, since an id is used again only later.
    """
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else int(fields[19])


def marked(entry: str) -> Iterator[int]:
    """Processes whose environment, as it was at their start, holds ``NAME=value``."""
    wanted = b"\0" + entry.encode() + b"\0"
    for directory in _PROC.iterdir():
        if directory.name.isdigit():
            try:
                environment = (directory / "environ").read_bytes()
            except OSError:
                continue
            if wanted in b"\0" + environment:
                yield int(directory.name)
