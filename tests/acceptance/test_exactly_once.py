"""Hundreds of orders while workers die in the middle of them: none lost, none doubled, all accounted for."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.client import Client, client_of, odoo_of, odoo_records
from tests.acceptance.harness import Installation
from tests.acceptance.orders import as_json, as_xml
from tests.integration.embedded_support import eventually

pytestmark = [pytest.mark.acceptance, pytest.mark.faults]
_HOOK = "/hooks/supplier-orders"
_ACCOUNT = "/api/v1/executions/accounting/?flow=supplier-orders"
_NUMBERS = [f"PO-KILL-{number:03}" for number in range(300)]
_DRAINED_SECONDS = 480
"""Generous: leases of killed workers have to end first."""
_SLOW_MS = 4_000
"""Three calls after each other make an order: the first ones are still under way after every kill."""


@contextmanager
def _slow_odoo(installation: Installation) -> Iterator[None]:
    """For the length of the block calls take so long that a kill meets some of them under way."""
    switch = odoo_of(installation)
    assert switch.post("/sandbox/switch", {"latency_ms": _SLOW_MS}).status == 200
    try:
        yield
    finally:
        assert switch.post("/sandbox/switch", {"latency_ms": 0}).status == 200


def test_orders_arrive_exactly_once_though_workers_are_killed(installation: Installation) -> None:
    client, operator = client_of(installation, "client"), client_of(installation, "operator")
    before = _account(operator)
    with ThreadPoolExecutor(8) as senders, _slow_odoo(installation):
        posted = senders.map(lambda number: _post(client, number), _NUMBERS)
        parent = _worker(installation)
        killed = [_kill(parent, operator, whom) for whom in ("child", "child", "parent")]
        identities = [identity for both in posted for identity in both]
    assert killed == [True] * 3, "The work was over before the worker was killed."
    assert len(set(identities)) == len(identities) == 400

    assert eventually(lambda: _account(operator)["open"] == 0, _DRAINED_SECONDS), _account(operator)
    account = _account(operator)
    grown = {name: count - before[name] for name, count in account.items() if count != before[name]}
    assert grown == {"accepted": 400, "succeeded": 400}
    assert account["accepted"] == sum(count for name, count in account.items() if name != "accepted")
    stored = odoo_records(
        installation, "purchase.order", [["partner_ref", "like", "PO-KILL-"]], "partner_ref"
    )
    assert Counter(one["partner_ref"] for one in stored) == Counter(_NUMBERS)


def _post(client: Client, number: str) -> list[str]:
    """Each as XML, every third a second time as JSON; the executions that were accepted."""
    answers = [client.post(_HOOK, as_xml(number), "application/xml")]
    if int(number[-3:]) % 3 == 0:
        answers.append(client.post(_HOOK, as_json(number)))
    assert [one.status for one in answers] == [202] * len(answers)
    return [one.body["id"] for one in answers]


def _account(operator: Client) -> dict[str, int]:
    found: dict[str, int] = operator.get(_ACCOUNT).body
    return found


def _kill(parent: int, operator: Client, whom: str) -> bool:
    """kill -9 of the worker, or of one that works for it; whether that met work under way."""
    assert eventually(lambda: len(_children(parent)) >= 2)
    assert eventually(lambda: _account(operator)["open"] > 0), "Nothing is open any more."
    os.kill(parent if whom == "parent" else _children(parent)[0], signal.SIGKILL)
    return _account(operator)["open"] > 0


def _worker(installation: Installation) -> int:
    """The worker's process id."""
    status = installation.command("ctl", "status").stdout
    [pid] = [line.split()[2] for line in status.splitlines() if line.split()[:2] == ["worker", "running"]]
    return int(pid)


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
