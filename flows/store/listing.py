"""Finds executions for lists: always along an index, whatever the filter and however long the history."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.store.cursors import fetch
from flows.store.holding import HELD_AT

FIRST_ID = UUID(int=0)
LAST_ID = UUID(int=2**128 - 1)
_LATEST_MS = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp() * 1000)
ENDED = frozenset({"succeeded", "failed", "dead", "indeterminate", "cancelled"})
_SEARCHED = 500
"""With a status asked for beside a business key, so many of the newest executions with the key are
looked at in each part of the time. Who seeks a rare status among more gives a time as well."""
_SPANS = (timedelta(days=8), timedelta(days=64))
"""Lists look at the days nearest to where they begin, and further only where those hold too few: so
the weeks of a long history are not even planned for as long as nobody pages there."""

ROW = """
SELECT e.id, e.flow_id, f.slug, f.name, v.number, coalesce(o.status, q.status, 'queued'), e.trigger_kind,
       e.business, e.received_at, o.finished_at,
       coalesce(o.attempts, (SELECT count(*) FROM step_attempt a WHERE a.execution_id = e.id
                             AND a.execution_id BETWEEN %(low)s AND %(high)s AND a.status <> 'started')),
       o.step, o.error, e.replay_of, CASE WHEN o.step <> '' THEN jsonb_path_query_first(
           v.definition, '$.steps[*] ? (@.id == $id).name',
           jsonb_build_object('id', split_part(o.step, '.', 1))) #>> '{}' END,
       q.visible_at IS NOT DISTINCT FROM %(held)s
FROM execution e
JOIN flow f ON f.id = e.flow_id
JOIN flow_version v ON v.id = e.version_id
LEFT JOIN outcome o ON o.execution_id = e.id AND o.execution_id = ANY(%(ids)s)
LEFT JOIN queue q ON q.execution_id = e.id
"""
"""The ids, or their bounds, are named for every table, so that the planner leaves its other weeks aside."""
_BY_FLOW = """
SELECT found.id FROM unnest(%(flows)s::bigint[]) AS flow_id, LATERAL (
    SELECT {id} AS id FROM {table} t
    WHERE t.flow_id = flow_id.flow_id AND {id} > %(after)s AND {id} < %(before)s {also}
    ORDER BY {id} {direction} LIMIT %(limit)s
) AS found ORDER BY found.id {direction} LIMIT %(limit)s"""
_KEYED = """
SELECT DISTINCT found.id FROM unnest(%(flows)s::bigint[], %(names)s::text[], %(values)s::text[])
    AS wanted (flow_id, name, value), LATERAL (
    SELECT b.execution_id AS id FROM business_key b
    WHERE b.flow_id = wanted.flow_id AND b.name = wanted.name AND b.value = wanted.value
      AND b.execution_id > %(after)s AND b.execution_id < %(before)s
    ORDER BY b.execution_id {direction} LIMIT {most}
) AS found"""
_BY_KEY = _KEYED + " ORDER BY id {direction} LIMIT %(limit)s"
_BY_KEY_AND_STATUS = (
    """
SELECT id FROM ("""
    + _KEYED
    + """ ORDER BY id {direction} LIMIT {most}) AS found
LEFT JOIN outcome o ON o.execution_id = id AND o.execution_id > %(after)s AND o.execution_id < %(before)s
LEFT JOIN queue q ON q.execution_id = id
WHERE coalesce(o.status, q.status, 'queued') = %(status)s
ORDER BY id {direction} LIMIT %(limit)s"""
)
_NAMES = """
SELECT DISTINCT flow_id, jsonb_object_keys(definition #> '{keys,business}') FROM flow_version
WHERE flow_id = ANY(%(flows)s) AND jsonb_typeof(definition #> '{keys,business}') = 'object'"""
_LAST = """
SELECT wanted, found.received_at FROM unnest(%(flows)s::bigint[]) AS wanted, LATERAL (
    SELECT received_at FROM execution
    WHERE flow_id = wanted AND id > %(after)s AND id < %(before)s ORDER BY id DESC LIMIT 1
) AS found"""


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
    statement, parameters = _statement(search, window.forward)
    low, high = _bounds(search, window)
    spans = (
        [(low, high)] if search.status and search.status not in ENDED else spread(low, high, window.forward)
    )
    found: list[UUID] = []
    for after, before in spans:
        limits = {"after": after, "before": before, "limit": window.limit - len(found)}
        found += [row_id for (row_id,) in fetch(statement, {**parameters, **limits})]
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


def _statement(search: Search, forward: bool) -> tuple[str, dict[str, Any]]:
    direction = "DESC" if forward else "ASC"
    parameters: dict[str, Any] = {"flows": list(search.flow_ids), "status": search.status}
    if search.business_key:
        keyed = _BY_KEY_AND_STATUS if search.status else _BY_KEY
        most = _SEARCHED if search.status else "%(limit)s"
        return keyed.format(direction=direction, most=most), parameters | _wanted(search)
    if search.status in ENDED:
        table, key, also = "outcome", "execution_id", "AND t.status = %(status)s"
    elif search.status:
        table, key, also = "queue", "execution_id", "AND t.status = %(status)s"
    else:
        table, key, also = "execution", "id", ""
    return _BY_FLOW.format(table=table, id=f"t.{key}", also=also, direction=direction), parameters


def _wanted(search: Search) -> dict[str, Any]:
    """Flow, name and value of each key that may be meant. The index is in the order of executions
    only below a name, so all names that the flows ever gave to a key are asked for."""
    name, equals, value = search.business_key.partition("=")
    known = fetch(_NAMES, {"flows": list(search.flow_ids)})
    wanted = [(flow, one, search.business_key) for flow, one in known]
    wanted += [(flow, one, value) for flow, one in known if equals and one == name]
    flows, names, values = zip(*wanted, strict=True) if wanted else ((), (), ())
    return {"flows": list(flows), "names": list(names), "values": list(values)}


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
