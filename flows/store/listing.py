"""Finds executions for lists: always along an index, whatever the filter and however long the history."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.store import keyed_listing
from flows.store.cursors import fetch
from flows.store.holding import HELD_AT

_Limits = dict[str, Any]
_Look = Callable[[_Limits], list[UUID]]

FIRST_ID = UUID(int=0)
LAST_ID = UUID(int=2**128 - 1)
_LATEST_MS = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp() * 1000)
ENDED = frozenset({"succeeded", "failed", "dead", "indeterminate", "cancelled"})
NEAREST = 500
"""A beginning that many keys share is found among so many of the nearest executions; only one that
they hold too rarely is looked up by its index, whose order is that of the keys and not of time."""
_SPANS = (timedelta(days=8), timedelta(days=64))
"""Lists look at the days nearest to where they begin, and further only where those hold too few: so
the weeks of a long history are not even planned for as long as nobody pages there."""

ROW = """
SELECT e.id, e.flow_id, f.slug, f.name, v.number, coalesce(o.status, q.status, 'queued'), e.trigger_kind,
       e.business, e.received_at, o.finished_at,
       coalesce(o.attempts, (SELECT count(*) FROM step_attempt a WHERE a.execution_id = e.id
                             AND a.execution_id BETWEEN %(low)s AND %(high)s AND a.status <> 'started')),
       failed.step, failed.error, e.replay_of, CASE WHEN failed.step <> '' THEN jsonb_path_query_first(
           v.definition, '$.steps[*] ? (@.id == $id).name',
           jsonb_build_object('id', split_part(failed.step, '.', 1))) #>> '{}' END,
       q.visible_at IS NOT DISTINCT FROM %(held)s,
       coalesce((SELECT sum(b.failed - b.redriven) FROM batch b WHERE b.execution_id = e.id
                 AND b.execution_id BETWEEN %(low)s AND %(high)s), 0)::bigint
FROM execution e
JOIN flow f ON f.id = e.flow_id
JOIN flow_version v ON v.id = e.version_id
LEFT JOIN outcome o ON o.execution_id = e.id AND o.execution_id = ANY(%(ids)s)
LEFT JOIN queue q ON q.execution_id = e.id
LEFT JOIN LATERAL (
    SELECT a.step, a.error FROM step_attempt a
    WHERE q.status = 'retrying' AND a.execution_id = e.id AND a.execution_id BETWEEN %(low)s AND %(high)s
      AND a.status = 'failed' AND a.resume_at IS NOT NULL
    ORDER BY a.finished_at DESC LIMIT 1
) AS last ON true
CROSS JOIN LATERAL (
    SELECT coalesce(o.step, last.step) AS step,
           coalesce(o.error, convert_from(last.error, 'UTF8')::jsonb) AS error
) AS failed
"""
"""What is tried again tells what its last attempt met."""
"""The ids, or their bounds, are named for every table, so that the planner leaves its other weeks aside."""
_BY_FLOW = """
SELECT found.id FROM unnest(%(flows)s::bigint[]) AS flow_id, LATERAL (
    SELECT {id} AS id FROM {table} t
    WHERE t.flow_id = flow_id.flow_id AND {id} > %(after)s AND {id} < %(before)s {also}
    ORDER BY {id} {direction} LIMIT %(limit)s
) AS found ORDER BY found.id {direction} LIMIT %(limit)s"""
_LAST = """
SELECT wanted, found.received_at FROM unnest(%(flows)s::bigint[]) AS wanted, LATERAL (
    SELECT received_at FROM execution
    WHERE flow_id = wanted AND id > %(after)s AND id < %(before)s ORDER BY id DESC LIMIT 1
) AS found"""


@dataclass(frozen=True, slots=True)
class Search:
    """All given filters must hold. ``business_key`` is a value, or ``name=value``; the value that
    ``business_key_prefix`` gives in the same way is the beginning of one. One of both may be given."""

    flow_ids: Sequence[int]
    status: str = ""
    business_key: str = ""
    received_after: datetime | None = None
    received_before: datetime | None = None
    business_key_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """So many rows beyond ``position``; newest first, or backwards from there."""

    limit: int
    position: UUID | None = None
    forward: bool = True


def find(search: Search, window: Window) -> list[UUID]:
    """Ids in the order of the window's direction."""
    look = _looking(search, window.forward)
    low, high = _bounds(search, window)
    spans = (
        [(low, high)] if search.status and search.status not in ENDED else spread(low, high, window.forward)
    )
    found: list[UUID] = []
    for after, before in spans:
        limits = {"after": after, "before": before, "limit": window.limit - len(found)}
        found += look(limits)
        if len(found) >= window.limit:
            break
    return found


def spread(low: UUID, high: UUID, forward: bool) -> Iterator[tuple[UUID, UUID]]:
    """The time between two ids in parts, each longer than the one before it, from where a list begins:
    at the end of it, or at the beginning where it runs backwards."""
    now = floor_of(datetime.now(UTC) + timedelta(days=1))
    begin = min(high if forward else low, now)
    edge = high if forward else low
    for span in _SPANS:
        part = moment_of(begin) + (-span if forward else span)
        cut = floor_of(max(part, datetime.fromtimestamp(0, UTC)))
        if not low < cut < high:
            break
        yield (cut, edge) if forward else (edge, cut)
        edge = cut
    yield (low, edge) if forward else (edge, high)


def _looking(search: Search, forward: bool) -> _Look:
    """The way to look into a part of the time: ``after``, ``before`` and the ``limit`` are given to it."""
    direction = "DESC" if forward else "ASC"
    if search.business_key:
        return _by_key(search, search.business_key, direction, begins=False)
    nearest = _by_flow(search, direction)
    if not search.business_key_prefix:
        return nearest
    return _by_beginning(search, nearest, direction)


def _by_flow(search: Search, direction: str) -> _Look:
    if search.status in ENDED:
        table, key, also = "outcome", "execution_id", "AND t.status = %(status)s"
    elif search.status:
        table, key, also = "queue", "execution_id", "AND t.status = %(status)s"
    else:
        table, key, also = "execution", "id", ""
    statement = _BY_FLOW.format(table=table, id=f"t.{key}", also=also, direction=direction)
    return _running(statement, {"flows": list(search.flow_ids), "status": search.status})


def _by_key(search: Search, text: str, direction: str, *, begins: bool) -> _Look:
    statement = keyed_listing.statement(search.status, direction, begins=begins)
    return _running(statement, {**keyed_listing.wanted(search.flow_ids, text), "status": search.status})


def _by_beginning(search: Search, nearest: _Look, direction: str) -> _Look:
    text = search.business_key_prefix
    indexed = _by_key(search, text, direction, begins=True)

    def look(limits: _Limits) -> list[UUID]:
        near = nearest({**limits, "limit": NEAREST})
        found = keyed_listing.among(near, text)
        if len(near) == NEAREST and len(found) < limits["limit"]:
            found |= set(indexed(limits))
        return sorted(found, reverse=direction == "DESC")[: limits["limit"]]

    return look


def _running(statement: str, parameters: _Limits) -> _Look:
    return lambda limits: [row_id for (row_id,) in fetch(statement, {**parameters, **limits})]


def _bounds(search: Search, window: Window) -> tuple[UUID, UUID]:
    after = floor_of(search.received_after) if search.received_after else FIRST_ID
    before = floor_of(search.received_before) if search.received_before else LAST_ID
    if window.position is not None and window.forward:
        before = min(before, window.position)
    elif window.position is not None:
        after = max(after, window.position)
    return after, before


def floor_of(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a moment; of the first one that has any, for moments before 1970."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def moment_of(one: UUID) -> datetime:
    """The moment inside a UUIDv7, within what a datetime can hold."""
    return datetime.fromtimestamp(min(one.int >> 80, _LATEST_MS) / 1000, UTC)


def load(ids: Sequence[UUID]) -> list[tuple[Any, ...]]:
    """The rows of these executions, newest first (columns as in ``ROW``)."""
    if not ids:
        return []
    parameters = {"ids": list(ids), "low": min(ids), "high": max(ids), "held": HELD_AT}
    return fetch(ROW + "WHERE e.id = ANY(%(ids)s) ORDER BY e.id DESC", parameters)


def last_received(flow_ids: Collection[int]) -> dict[int, datetime]:
    """When the newest execution of each flow came; flows that have none are left out."""
    found: dict[int, datetime] = {}
    for after, before in spread(FIRST_ID, LAST_ID, forward=True):
        missing = [one for one in flow_ids if one not in found]
        if missing:
            found |= dict(fetch(_LAST, {"flows": missing, "after": after, "before": before}))
    return found
