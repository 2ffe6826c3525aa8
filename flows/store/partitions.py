"""The weekly partitions of the history: which there are, making them ahead, and dropping old ones.

Making and dropping take strong locks for a moment. The wait for them is bounded below PostgreSQL's
deadlock_timeout, so that neither a long reader (a dump) nor a writer ever queues up behind it; what
could not be had now is tried again later.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError, transaction

from flows.store.cursors import fetch

CLASSES = {
    "content": ("payload", "blob", "batch_record"),
    "attempts": ("step_attempt", "batch", "batch_chunk", "batch_selection"),
    "facts": ("execution", "outcome", "business_key"),
}
"""The classes of data with their tables: the bodies as they came; what each step received, answered
and met; that an execution took place, when, and how it ended."""
AHEAD_DAYS = 28

_LOCK_WAIT = "SET LOCAL lock_timeout = '900ms'"
_MAKE = "SELECT fairlead_make_partitions(now(), now() + make_interval(days => %s))"
_ALL = """
SELECT p.relname, c.relname, pg_get_expr(c.relpartbound, c.oid), pg_total_relation_size(c.oid)
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
WHERE p.relname = ANY(%s) AND c.relkind = 'r' AND p.relkind = 'p'
ORDER BY 2"""
_OPEN = "SELECT count(*) FROM queue WHERE execution_id >= %s AND execution_id < %s"
_BOUNDS = re.compile(r"FROM \('([0-9a-f-]{36})'\) TO \('([0-9a-f-]{36})'\)")


@dataclass(frozen=True, slots=True)
class Partition:
    """One table of a week: the executions from ``low`` up to, and without, ``high``."""

    parent: str
    name: str
    low: UUID
    high: UUID
    size: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Why a partition was not dropped: so many executions in it are open, or its lock was not to be
    had (None)."""

    open: int | None


def ensure(days: int = AHEAD_DAYS) -> int:
    """Makes the partitions of the coming days; how many were missing. None is made, and the next call
    tries again, where a long reader holds the tables."""
    with suppress(OperationalError), transaction.atomic():
        fetch(_LOCK_WAIT)
        made: int = fetch(_MAKE, [days])[0][0]
        return made
    return 0


def of_class(data_class: str) -> list[Partition]:
    """The weekly partitions of a class, oldest first; never the default ones."""
    found = []
    for parent, name, bounds, size in fetch(_ALL, [list(CLASSES[data_class])]):
        limits = _BOUNDS.search(bounds)
        if limits:
            found.append(Partition(parent, name, UUID(limits[1]), UUID(limits[2]), size))
    return sorted(found, key=lambda one: (one.low, one.name))


def open_in(one: Partition) -> int:
    """Executions of the partition's time that have not ended."""
    return int(fetch(_OPEN, [one.low, one.high])[0][0])


def drop(week: Sequence[Partition]) -> Kept | None:
    """Drops the partitions of one class and week, unless an execution of that week is open."""
    first = week[0]
    try:
        with transaction.atomic():
            fetch(_LOCK_WAIT)
            # Putting an execution back into the queue takes its outcome away. With this lock nobody
            # does so between the look at the queue and the drop.
            fetch("LOCK TABLE ONLY outcome IN SHARE MODE")
            open_ones = open_in(first)
            if open_ones:
                return Kept(open_ones)
            for one in week:
                fetch(f'DROP TABLE IF EXISTS "{one.name}"')
            if any(one.parent == "execution" for one in week):
                fetch(
                    "DELETE FROM dead_letter WHERE execution_id >= %s AND execution_id < %s",
                    [first.low, first.high],
                )
    except OperationalError:
        return Kept(None)
    return None
