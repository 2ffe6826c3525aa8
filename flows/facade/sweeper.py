"""The round that makes every message a mere courtesy: finds what is due and what was left behind.

Several sweepers at once do no harm; an advisory lock only spares the work.
"""

import logging
import time
from collections.abc import Callable
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
WHOLE_SHARE = 20
"""Looks at the whole queue take at most this part of the time, each …"""
QUICK_S = 0.1
"""… but for those that take no longer than this."""
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('fairlead_sweep'))"

_last = {"upkeep": 0.0, "fold": 0.0}


class _WholeLook:
    """A look at the whole queue. Dead rows, which a transaction that stays open leaves there, make it long;
    then it is taken less often."""

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._due = 0.0

    def __call__(self) -> None:
        began = time.monotonic()
        if began < self._due:
            return
        self._look()
        took = time.monotonic() - began
        self._due = began + (took * WHOLE_SHARE if took > QUICK_S else 0)


_raise_floor = _WholeLook(sweeping.raise_floor)
_free_heads = _WholeLook(sweeping.free_heads)
_free_locks = _WholeLook(sweeping.free_locks)


def sweep() -> None:
    """One round; it takes milliseconds where nothing is amiss."""
    with transaction.atomic():
        if not fetch(_LOCK)[0][0]:
            return
        dead = _quarantine()
        found = sweeping.mark_suspects()
        _free_heads()
        _free_locks()
    if found:
        log.warning("%s executions were left behind by a worker and are taken up again.", found)
    hints.changed_now([(flow_id, one) for one, flow_id, _ in dead])
    sweeping.lift_floor()
    _raise_floor()
    wakeups.send(sweeping.due_lanes())
    if _is_time("fold", FOLD_EVERY_S):
        sweeping.fold_tallies()
    if _is_time("upkeep", UPKEEP_EVERY_S):
        upkeep()


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
