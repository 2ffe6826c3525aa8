"""Finds executions for lists: always along an index, whatever the filter and however long the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.store.cursors import fetch

FIRST_ID = UUID(int=0)
LAST_ID = UUID(int=2**128 - 1)
ENDED = frozenset({"succeeded", "failed", "dead", "indeterminate", "cancelled"})
_SEARCHED = 2000
"""So many executions with one business key are looked at; more never have the same key in practice."""

ROW = """
SELECT e.id, e.flow_id, f.slug, f.name, v.number, coalesce(o.status, q.status, 'queued'), e.trigger_kind,
       e.business, e.received_at, o.finished_at,
       coalesce(o.attempts, (SELECT count(*) FROM step_attempt a
                             WHERE a.execution_id = e.id AND a.status <> 'started')),
       o.step, o.error, e.replay_of
FROM execution e
JOIN flow f ON f.id = e.flow_id
JOIN flow_version v ON v.id = e.version_id
LEFT JOIN outcome o ON o.execution_id = e.id
LEFT JOIN queue q ON q.execution_id = e.id
"""
_BY_FLOW = """
SELECT found.id FROM unnest(%(flows)s::bigint[]) AS flow_id, LATERAL (
    SELECT {id} AS id FROM {table} t
    WHERE t.flow_id = flow_id.flow_id AND {id} > %(after)s AND {id} < %(before)s {also}
    ORDER BY {id} {direction} LIMIT %(limit)s
) AS found ORDER BY found.id {direction} LIMIT %(limit)s"""
_BY_KEY = """
SELECT id FROM (
    SELECT DISTINCT b.execution_id AS id FROM business_key b
    WHERE b.flow_id = ANY(%(flows)s) AND b.value = ANY(%(values)s)
      AND (b.value = %(values)s[1] OR b.name = %(name)s)
      AND b.execution_id > %(after)s AND b.execution_id < %(before)s
    LIMIT {most}
) AS found
LEFT JOIN outcome o ON o.execution_id = id LEFT JOIN queue q ON q.execution_id = id
WHERE %(status)s = '' OR coalesce(o.status, q.status, 'queued') = %(status)s
ORDER BY id {direction} LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Search:
    """All given filters must hold. ``business_key`` is a value, or ``name=value``."""

    flow_ids: Sequence[int]
    status: str = ""
    business_key: str = ""
    received_after: datetime | None = None
    received_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """So many rows beyond ``position``; newest first, or backwards from there."""

    limit: int
    position: UUID | None = None
    forward: bool = True


def find(search: Search, window: Window) -> list[UUID]:
    """Ids in the order of the window's direction."""
    name, _, value = search.business_key.partition("=")
    parameters = {
        "flows": list(search.flow_ids),
        "status": search.status,
        "values": [search.business_key, value],
        "name": name,
        "limit": window.limit,
        **_bounds(search, window),
    }
    return [row_id for (row_id,) in fetch(_statement(search, window.forward), parameters)]


def _statement(search: Search, forward: bool) -> str:
    direction = "DESC" if forward else "ASC"
    if search.business_key:
        return _BY_KEY.format(direction=direction, most=_SEARCHED)
    if search.status in ENDED:
        table, key, also = "outcome", "execution_id", "AND t.status = %(status)s"
    elif search.status:
        table, key, also = "queue", "execution_id", "AND t.status = %(status)s"
    else:
        table, key, also = "execution", "id", ""
    return _BY_FLOW.format(table=table, id=f"t.{key}", also=also, direction=direction)


def _bounds(search: Search, window: Window) -> dict[str, UUID]:
    after = floor_of(search.received_after) if search.received_after else FIRST_ID
    before = floor_of(search.received_before) if search.received_before else LAST_ID
    if window.position is not None and window.forward:
        before = min(before, window.position)
    elif window.position is not None:
        after = max(after, window.position)
    return {"after": after, "before": before}


def floor_of(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a moment."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def load(ids: Sequence[UUID]) -> list[tuple[Any, ...]]:
    """The rows of these executions, newest first (columns as in ``ROW``)."""
    return fetch(ROW + "WHERE e.id = ANY(%(ids)s) ORDER BY e.id DESC", {"ids": list(ids)}) if ids else []
