"""No space left: the door refuses and says so, and takes events again once there is space."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System, running
from tests.integration.embedded_support import eventually

NAME = "disk-full"
BODY = 100_000
_THIS_WEEK = "SELECT 'payload_' || to_char(now() AT TIME ZONE 'UTC', 'IYYY\"w\"IW')"


@contextmanager
def _disk(megabytes: int, owner: int) -> Iterator[Path]:
    """A file system of this size, which ends with the block."""
    place = Path(tempfile.mkdtemp(prefix="fairlead-disk-"))
    options = f"size={megabytes}m,mode=0711,uid={owner}"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True)
    if made.returncode:
        place.rmdir()
        pytest.skip("a file system of a limited size can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


@contextmanager
def _payloads_on(system: System, disk: Path) -> Iterator[None]:
    """New payloads go to this disk for the length of the block."""
    table = system.rows(_THIS_WEEK)[0][0]
    system.rows(f"CREATE TABLESPACE small LOCATION '{disk}'")
    try:
        system.rows(f"ALTER TABLE {table} SET TABLESPACE small")
        yield
    finally:
        system.rows(f"ALTER TABLE {table} SET TABLESPACE pg_default")
        system.rows("DROP TABLESPACE small")


def test_a_full_disk_of_tables_stops_the_door_until_there_is_space(system: System) -> None:
    with _disk(24, system.state.database_account.uid) as disk, _payloads_on(system, disk):
        system.door(NAME)
        system.publish(flow(NAME, expression='{"id": id, "n": n}'))
        many = [{**event, "text": _incompressible()} for event in events("large", 400)]
        with Sender(system, NAME, most=8).meanwhile(many) as sent:
            assert eventually(lambda: sent.answers["503"] >= 20), sent.answers
            assert len(sent.accepted) < len(many)
            subprocess.run(["mount", "-o", "remount,size=256m", str(disk)], check=True)
        assert set(sent.answers) == {"202", "503"}
        checks.all_well(system, NAME, sent, len(many))


def _incompressible() -> str:
    return os.urandom(BODY // 2).hex()


def test_a_full_disk_of_the_whole_database_stops_the_door_until_there_is_space(long: bool) -> None:
    """PostgreSQL cannot even write its log and ends; it is started until it succeeds."""
    if not long:
        pytest.skip("needs an installation of its own; the long form does it")
    with _disk(1024, 0) as disk, running(disk) as system:
        system.door(NAME)
        system.publish(flow(NAME, expression='{"id": id, "n": n}'))
        early = Sender(system, NAME).all(events("early", 20))
        assert len(early.accepted) == 20
        ballast = disk / "ballast"
        many = [{**event, "text": _incompressible()} for event in events("large", 600)]
        _fill(ballast)
        with Sender(system, NAME, most=8, sent=early).meanwhile(many, 300) as sent:
            assert eventually(lambda: sent.answers["503"] >= 50), sent.answers
            ballast.unlink()
        assert set(sent.answers) <= {"202", "503"}
        checks.all_well(system, NAME, sent, len(many) + 20)


def _fill(ballast: Path) -> None:
    """Leaves a few megabytes."""
    free = os.statvfs(ballast.parent)
    with contextlib.suppress(OSError), ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, free.f_bavail * free.f_frsize - 8 * 1024**2)
