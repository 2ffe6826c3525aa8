"""The round that makes every message a mere courtesy: finds what is due and what was left behind.

Several sweepers at once do no harm; an advisory lock only spares the work.
"""

import logging
import time
from uuid import UUID

import orjson
from django.db import transaction

from flows.facade import hints, wakeups
from flows.facade.drain.errors import Quarantined
from flows.facade.executions.actions import promote
from flows.store import partitions, sweeping
from flows.store.cursors import fetch

log = logging.getLogger("fairlead.sweeper")

UPKEEP_EVERY_S = 600.0
FOLD_EVERY_S = 10.0
FLOOR_SHARE = 20
"""Raising the floor reads the whole queue; it takes at most this part of the time."""
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('fairlead_sweep'))"

_last = {"upkeep": 0.0, "fold": 0.0, "floor": 0.0}
_floor_took = 0.0


def sweep() -> None:
    """One round; it takes milliseconds where nothing is amiss."""
    with transaction.atomic():
        if not fetch(_LOCK)[0][0]:
            return
        found = sweeping.mark_suspects()
        dead = _quarantine()
        sweeping.free_heads()
        sweeping.free_locks()
    if found:
        log.warning("%s executions were left behind by a worker and are taken up again.", found)
    hints.changed_now([(flow_id, one) for one, flow_id, _ in dead])
    if _is_time("floor", _floor_took * FLOOR_SHARE):
        _raise_floor()
    wakeups.send(sweeping.due_lanes())
    if _is_time("fold", FOLD_EVERY_S):
        sweeping.fold_tallies()
    if _is_time("upkeep", UPKEEP_EVERY_S):
        upkeep()


def _raise_floor() -> None:
    global _floor_took
    began = time.monotonic()
    sweeping.raise_floor()
    _floor_took = time.monotonic() - began


def upkeep() -> None:
    """Partitions ahead, keys and locks whose time is over."""
    made = partitions.ensure()
    if made:
        log.info("%s partitions were made ahead.", made)
    while sweeping.expire_keys() == sweeping.CHUNK:
        pass
    sweeping.expire_locks()


def _quarantine() -> list[tuple[UUID, int, str]]:
    error = Quarantined(
        "Three workers in a row ended while they ran this execution.",
        hint="Look for a mapping that needs too much memory or crashes; redrive it after a correction.",
    )
    dead = sweeping.quarantine(orjson.dumps(error.to_json()).decode(), error.code, error.message)
    for one, _, _ in dead:
        log.error("Execution %s is quarantined: three workers ended while they ran it.", one)
    promote([(flow_id, key) for _, flow_id, key in dead])
    return dead


def _is_time(what: str, seconds: float) -> bool:
    now = time.monotonic()
    if _last[what] and now - _last[what] < seconds:
        return False
    _last[what] = now
    return True
