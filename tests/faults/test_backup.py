"""A backup taken in the middle of everything, restored elsewhere: the books are those of the moment,
and nothing goes to the target again until a person says so."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.client import Client
from tests.acceptance.harness import Installation
from tests.faults import checks
from tests.faults.flows import flow, ordered, scheduled
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually, installation

_KEYED, _PLAIN, _CLOCK = "saved", "plainsaved", "savedclock"
_HELD = re.compile(r"^([\w-]+): (\d+) open executions are held", re.MULTILINE)
_START = timedelta(minutes=2)
_SWEEPS_S = 6.0
"""Longer than several rounds of the sweeper, the scheduler and the fallback."""


@pytest.fixture
def clock(system: System) -> Iterator[None]:
    """What runs by the clock does so for this test alone."""
    yield
    system.client.post(f"/api/v1/flows/{_CLOCK}/pause/", {})


def test_a_restored_installation_sends_nothing_until_it_is_asked_to(system: System, clock: None) -> None:
    for name, document in ((_KEYED, ordered(_KEYED)), (_PLAIN, flow(_PLAIN)), (_CLOCK, scheduled(_CLOCK))):
        system.door(name, most=4, timeout_s=300)
        system.publish(document)
    before = Sender(system, _KEYED).all(_lined(_KEYED, "a", 20))
    checks.drained(system, _KEYED)
    file, key = system.root / "backup.tar", system.root / "sealing.key"
    with system.outside.switched(_KEYED, stall=True), system.outside.switched(_PLAIN, stall=True):
        middle = Sender(system, _KEYED).all(_lined(_KEYED, "b", 12))
        plain = Sender(system, _PLAIN).all(events("p", 12))
        assert eventually(lambda: system.outside.ledger(_PLAIN)["held"] >= 2)
        saved = system.installation.command("manage", "backup", str(file), "--sealing-key-to", str(key))
        assert saved.returncode == 0 and "verified" in saved.stdout, saved.stderr
    checks.drained(system, _KEYED)
    checks.drained(system, _PLAIN)
    sent = {name: system.outside.ledger(name)["requests"] for name in (_KEYED, _PLAIN)}

    with _restored(system, file, key) as (other, held):
        client, restored_at = Client(other.base_url, system.token), datetime.now(UTC)
        time.sleep(_SWEEPS_S)
        for name, ended, still in ((_KEYED, len(before.accepted), 12), (_PLAIN, 0, 12)):
            told = client.get(f"/api/v1/executions/accounting/?flow={name}").body
            assert (told["accepted"], told["succeeded"], told["open"]) == (ended + still, ended, still)
        assert _requests(system) == sent, "something was sent without being asked for"
        assert _statuses(client, middle.accepted) | _statuses(client, plain.accepted) == {"waiting"}

        ticks = system.outside.ledger(_CLOCK)["effects"]
        assert {ticks[due] for due in ticks if datetime.fromisoformat(due) < restored_at - _START} <= {1}

        # New business is done at once, but not past what is held with the same ordering key.
        assert _post(client, _KEYED, {"id": "new", "line": "other", "n": 1}).status == 202
        assert eventually(lambda: system.outside.ledger(_KEYED)["effects"].get("new") == 1)

        released = other.command("manage", "release", "--all")
        assert released.stdout == f"{held} executions go on.\n", released.stderr
        assert eventually(lambda: _statuses(client, middle.accepted) == {"succeeded"})
        ledger = system.outside.ledger(_KEYED)
        assert {ledger["effects"][one] for one in (*before.accepted, *middle.accepted)} == {1}
        assert checks.inversions(ledger) == []

        # A call that had left when the backup was made is not repeated where nobody promises anything.
        assert eventually(lambda: _statuses(client, plain.accepted) == {"succeeded", "indeterminate"})


def test_a_damaged_backup_and_a_filled_database_are_refused(system: System) -> None:
    file = system.root / "sound.tar"
    assert system.installation.command("manage", "backup", str(file)).returncode == 0
    again = system.installation.command("manage", "backup", str(file))
    assert again.returncode == 1 and "never written over" in again.stderr
    busy = system.installation.command("manage", "restore", str(file))
    assert busy.returncode == 1 and "Stop Fairlead" in busy.stderr
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    damaged = system.installation.command("manage", "restore", str(file))
    assert damaged.returncode == 1 and "damaged" in damaged.stderr


@contextmanager
def _restored(system: System, file: Path, key: Path) -> Iterator[tuple[Installation, int]]:
    """An installation of its own, filled from the backup, and how many executions are held in it."""
    other = installation(system.root / "other", {"FAIRLEAD_ENVIRONMENT": "test"})
    wrong = system.root / "wrong.key"
    wrong.write_bytes(b"\xff\x00 no key")
    refused = other.command("manage", "restore", str(file), "--sealing-key", str(wrong))
    assert refused.returncode == 1 and "is not 32 bytes in Base64. Nothing was touched." in refused.stderr
    assert "Traceback" not in refused.stderr
    filled = other.command("manage", "restore", str(file), "--sealing-key", str(key))
    assert filled.returncode == 0, filled.stderr
    assert f"./run --state-dir {other.state_dir} manage release {_KEYED}\n" in filled.stdout
    held = {name: int(count) for name, count in _HELD.findall(filled.stdout)}
    # A tick of the clock may have been under way at the moment of the backup.
    assert held.pop(_CLOCK, 0) <= 1 and held == {_KEYED: 12, _PLAIN: 12}, filled.stdout
    assert "sealed under a key" not in filled.stdout
    with other:
        other.start()
        yield other, sum(int(count) for _, count in _HELD.findall(filled.stdout))


def _lined(name: str, prefix: str, count: int) -> list[dict[str, Any]]:
    start = 100 * (prefix == "b")
    return [{"id": f"{prefix}-{n}", "line": f"{name}-{n % 3}", "n": start + n} for n in range(count)]


def _post(client: Client, name: str, body: dict[str, Any]) -> Any:
    return client.post(f"/hooks/{name}", body)


def _requests(system: System) -> dict[str, int]:
    return {name: system.outside.ledger(name)["requests"] for name in (_KEYED, _PLAIN)}


def _statuses(client: Client, accepted: dict[str, str]) -> set[str]:
    return {client.get(f"/api/v1/executions/{one}/").body["status"] for one in accepted.values()}
