"""Removes what single flows keep for a shorter time than the installation, in bounded batches.

Partitions hold the executions of all flows, so one flow's rows cannot go by dropping them. They are
deleted along the index of the flow's executions, each once: ``flow_retention.done`` marks how far it
came. The space is used again by vacuum and goes back to the system with the partition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from flows.store.cursors import fetch
from flows.store.partitions import CLASSES

BATCH = 500

_OVERRIDES = """
SELECT flow_id, slug, data_class, days, done FROM flow_retention JOIN flow ON flow.id = flow_id
WHERE %(flow)s::bigint IS NULL OR flow_id = %(flow)s ORDER BY slug, data_class"""
_SET = """
INSERT INTO flow_retention (flow_id, data_class, days) VALUES (%(flow)s, %(class)s, %(days)s)
ON CONFLICT (flow_id, data_class) DO UPDATE SET days = excluded.days"""
_UNSET = "DELETE FROM flow_retention WHERE flow_id = %(flow)s AND data_class = %(class)s"
_NEXT = """
SELECT id FROM execution
WHERE flow_id = %(flow)s AND id > %(done)s
  AND id < least(%(before)s, (SELECT execution_id FROM queue WHERE flow_id = %(flow)s
                              ORDER BY execution_id LIMIT 1))
ORDER BY id LIMIT %(most)s"""
_DELETE = "DELETE FROM {table} WHERE {id} = ANY(%(ids)s) AND {id} BETWEEN %(low)s AND %(high)s"
_MARK = "UPDATE flow_retention SET done = %(done)s WHERE flow_id = %(flow)s AND data_class = %(class)s"
_COUNT = """
SELECT count(*) FROM execution WHERE flow_id = %(flow)s AND id > %(done)s AND id < %(before)s"""
_OLD_TICKS = """
DELETE FROM schedule_tick t
WHERE due < now() - make_interval(days => %s)
  AND due < (SELECT max(due) FROM schedule_tick o WHERE o.flow_id = t.flow_id)
RETURNING 1"""
_STRAYS = """
WITH gone AS (DELETE FROM {table}_default WHERE {id} < %(before)s
              AND NOT EXISTS (SELECT FROM queue q WHERE q.execution_id = {id}) RETURNING 1)
SELECT count(*) FROM gone"""


@dataclass(frozen=True, slots=True)
class Override:
    """A flow's own time for a class of data."""

    flow_id: int
    flow: str
    data_class: str
    days: int
    done: UUID


def overrides(flow_id: int | None = None) -> list[Override]:
    """Those of one flow, or of all."""
    return [Override(*row) for row in fetch(_OVERRIDES, {"flow": flow_id})]


def set_override(flow_id: int, data_class: str, days: int | None) -> None:
    """Sets a flow's own time; None: the installation's holds again."""
    fetch(_UNSET if days is None else _SET, {"flow": flow_id, "class": data_class, "days": days})


def due(one: Override, before: UUID) -> int:
    """How many executions ``remove`` would go through."""
    return int(fetch(_COUNT, {"flow": one.flow_id, "done": one.done, "before": before})[0][0])


def remove(one: Override, before: UUID, most: int) -> int:
    """Removes the class's rows of the flow's executions before ``before``, up to the first that is
    open, at most ``most`` executions; how many."""
    done, removed = one.done, 0
    while removed < most:
        ids = [found for (found,) in fetch(_NEXT, {
            "flow": one.flow_id, "done": done, "before": before, "most": min(BATCH, most - removed),
        })]  # fmt: skip
        if not ids:
            break
        done, removed = ids[-1], removed + len(ids)
        with transaction.atomic():
            _delete(_tables(one.data_class), ids)
            fetch(_MARK, {"flow": one.flow_id, "class": one.data_class, "done": done})
    return removed


def remove_ticks(days: int) -> int:
    """Due times of schedules that were dealt with long ago; the latest of each flow stays."""
    return len(fetch(_OLD_TICKS, [days]))


def remove_strays(data_class: str, before: UUID) -> int:
    """Old rows of the default partitions, which hold what came with a time of no week."""
    parameters = {"before": before}
    return sum(
        int(fetch(_STRAYS.format(table=table, id=_id_of(table)), parameters)[0][0])
        for table in CLASSES[data_class]
    )


def _tables(data_class: str) -> Sequence[str]:
    """Without its facts nothing of an execution can be found, so everything goes with them."""
    batches = ("batch_record", "batch_chunk", "batch_selection", "batch")
    rest = ("payload", "blob", "step_attempt", "business_key", "dead_letter", "outcome", "execution")
    everything = (*batches, *rest)
    return everything if data_class == "facts" else CLASSES[data_class]


def _delete(tables: Sequence[str], ids: Sequence[UUID]) -> None:
    parameters: dict[str, Any] = {"ids": list(ids), "low": ids[0], "high": ids[-1]}
    for table in tables:
        fetch(_DELETE.format(table=table, id=_id_of(table)), parameters)


def _id_of(table: str) -> str:
    return "id" if table in {"execution", "blob"} else "execution_id"
