"""One event that becomes very many: each arrives once, though a worker is killed on the way, and no
worker needs much memory for it."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any

import psutil

from flows.facade.drain.listeners import FRESH_S
from tests.faults import checks
from tests.faults.flows import PATIENT, flow
from tests.faults.sending import Sender
from tests.faults.system import System
from tests.integration.embedded_support import eventually

FAN, ITEMS = "fan-out", "fan-in"
MOST_MB = 512
EVERY_S = 0.05
_RUNS = """
SELECT split_part(q.lease_owner, '/', 2)::int FROM queue q JOIN flow f ON f.id = q.flow_id
WHERE f.slug = %s AND q.lease_owner <> ''"""
_COME = "SELECT count(*) FROM execution e JOIN flow f ON f.id = e.flow_id WHERE f.slug = %s"


def test_a_fan_out_stays_small_and_each_item_arrives_once(system: System, long: bool) -> None:
    many = 100_000 if long else 3_000
    system.door(ITEMS)
    system.publish(flow(ITEMS, trigger={"kind": "event", "config": {"event": "item.came"}}))
    system.publish(_fan_out())
    time.sleep(FRESH_S + 0.5)  # who listens is known to the workers that late
    sender = Sender(system, FAN)
    with _memory(system) as seen:
        sender.all([{"id": "fan", "items": [{"id": f"item-{number}"} for number in range(many)]}])
        _kill_who_publishes(system, many // 4)
        checks.drained(system, FAN, 600)
        checks.drained(system, ITEMS, 1200)
    effects = system.outside.ledger(ITEMS)["effects"]
    assert {key for key, count in effects.items() if count != 1} == set()
    assert len(effects) == many
    checks.books(system, FAN)
    checks.books(system, ITEMS)
    assert 0 < max(seen) <= MOST_MB, f"a worker grew to {max(seen):.0f} MB"
    print(f"{many} items; a worker had at most {max(seen):.0f} MB", flush=True)


def _fan_out() -> dict[str, Any]:
    publish = {"id": "tell", "kind": "publish", "config": {"event": "item.came"}}
    each = {"items": "items", "concurrency": 32, "do": [publish]}
    step = {"id": "each", "kind": "for_each", "name": "Each", "config": each, "retry": PATIENT}
    return flow(FAN, steps=[step], edges=[{"from": "trigger", "to": "each"}])


def _kill_who_publishes(system: System, after: int) -> None:
    """Once so many of its events are there."""
    assert eventually(lambda: system.rows(_COME, ITEMS)[0][0] >= after, 60)
    for (owner,) in system.rows(_RUNS, FAN):
        with suppress(ProcessLookupError):
            os.kill(owner, signal.SIGKILL)


@contextmanager
def _memory(system: System) -> Iterator[list[float]]:
    """The memory in MB of each process of the worker, looked at again and again; not that of PostgreSQL's
    and Redis's."""
    seen: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY_S):
            with suppress(psutil.Error):
                below = (psutil.Process(pid).children() for pid in system.drains())
                pids = [*system.drains(), *(one.pid for one in chain.from_iterable(below))]
                seen.extend(psutil.Process(pid).memory_info().rss / 2**20 for pid in pids)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
