"""Accepts executions: dedup key, execution, payload, search keys, count and queue row in one statement.

One statement is one transaction and one round trip, so a batch costs little more than its slowest
member. A row is left out where its key is taken already, or where its flow version is no longer the
live one; the caller sees that from the ids that come back.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from flows.store.arrays import Column, bigints, byteas, texts, uuids

INLINE_BYTES = 256 * 1024
"""Beyond this a body is kept apart (claim check), so that claiming a batch stays small."""
DEDUP_DAYS = 30
NO_KEY = ""


class NewExecution(NamedTuple):
    """An execution to be accepted. ``headers`` and ``business`` are JSON texts ("null" for none).
    A named tuple, since a frozen dataclass of so many fields costs several times as much to make."""

    id: UUID
    flow_id: int
    version_id: int
    lane: int
    trigger_kind: str
    content_type: str
    body: bytes
    headers: str = "null"
    business: str = "null"
    ordering_key: str = NO_KEY
    idempotency_key: str = NO_KEY
    body_sha256: bytes = b""
    actor_id: int = 0
    depth: int = 0
    replay_of: UUID | None = None
    parent_id: UUID | None = None


_COLUMNS: Sequence[Callable[[Sequence[Any]], Column]] = (
    *(uuids, bigints, bigints, bigints, texts, texts, byteas, texts, texts),
    *(texts, texts, byteas, bigints, bigints, uuids, uuids),
)
"""How the fields of ``NewExecution`` are sent, in their order."""
_INPUT = """
WITH input AS (
    SELECT * FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    AS t (id, flow_id, version_id, lane, trigger_kind, content_type, body, headers, business,
          ordering_key, idempotency_key, body_sha256, actor_id, depth, replay_of, parent_id)
), live AS (
    SELECT i.* FROM input i JOIN flow f ON f.id = i.flow_id AND {live}
)"""
_ONLY_LIVE = "f.live_version_id = i.version_id AND f.state = 'live'"
_PINNED = "true"
_KEYED = """, fresh AS (
    INSERT INTO dedup (flow_id, key, execution_id, body_sha256, expires_at)
    SELECT flow_id, idempotency_key, id, body_sha256, now() + make_interval(days => {days})
    FROM live WHERE idempotency_key <> '' ORDER BY flow_id, idempotency_key
    ON CONFLICT (flow_id, key) DO UPDATE SET execution_id = excluded.execution_id,
        body_sha256 = excluded.body_sha256, expires_at = excluded.expires_at
        WHERE dedup.expires_at <= now()
    RETURNING execution_id
), accepted AS (
    SELECT * FROM live WHERE idempotency_key = '' OR id IN (SELECT execution_id FROM fresh)
)"""
_UNKEYED = ", accepted AS (SELECT * FROM live)"
_SEARCHED = """, searched AS (
    INSERT INTO business_key (flow_id, name, value, execution_id)
    SELECT flow_id, pair.key, left(pair.value, 500), id
    FROM accepted, jsonb_each_text(business::jsonb) AS pair
    WHERE business <> 'null' AND pair.value IS NOT NULL
)"""
_INLINE = """, put_payload AS (
    INSERT INTO payload (execution_id, body) SELECT id, body FROM accepted
)"""
_APART = """, put_blob AS (
    INSERT INTO blob (id, body) SELECT id, body FROM accepted WHERE octet_length(body) > {inline}
), put_payload AS (
    INSERT INTO payload (execution_id, body, blob_id)
    SELECT id, CASE WHEN octet_length(body) <= {inline} THEN body END,
           CASE WHEN octet_length(body) > {inline} THEN id END FROM accepted
)"""
_STORE = """, put_execution AS (
    INSERT INTO execution (id, flow_id, version_id, actor_id, bytes, depth, trigger_kind, content_type,
        headers, business, ordering_key, idempotency_key, replay_of, parent_id)
    SELECT id, flow_id, version_id, nullif(actor_id, 0), octet_length(body), depth, trigger_kind,
        content_type, nullif(headers, 'null')::jsonb, nullif(business, 'null')::jsonb, ordering_key,
        idempotency_key, replay_of, parent_id FROM accepted
), counted AS (
    INSERT INTO tally (flow_id, kind, n) SELECT flow_id, 'accepted', count(*) FROM accepted GROUP BY flow_id
)
INSERT INTO queue (execution_id, flow_id, lane, bytes, ordering_key)
SELECT id, flow_id, lane, octet_length(body), ordering_key FROM accepted ORDER BY id
RETURNING execution_id"""


@cache
def _statement(keyed: bool, searched: bool, apart: bool, only_live: bool) -> str:
    """What no row of a batch needs is left out: each part costs something, also where it has no rows."""
    text = _INPUT + (_KEYED if keyed else _UNKEYED) + (_SEARCHED if searched else "")
    text += (_APART if apart else _INLINE) + _STORE
    live = _ONLY_LIVE if only_live else _PINNED
    return text.format(inline=INLINE_BYTES, days=DEDUP_DAYS, live=live)


def statement(rows: Sequence[NewExecution], *, only_live: bool = True) -> tuple[str, Sequence[Any]]:
    """The statement that accepts ``rows``, with its parameters; it returns the accepted ids.

    No two rows may carry the same idempotency key of the same flow. ``only_live=False`` also takes
    versions that are not live (a replay of the original version).
    """
    keyed = any(row.idempotency_key for row in rows)
    searched = any(row.business != "null" for row in rows)
    apart = any(len(row.body) > INLINE_BYTES for row in rows)
    return _statement(keyed, searched, apart, only_live), _columns(rows)


def _columns(rows: Sequence[NewExecution]) -> Sequence[Column]:
    return [column(values) for column, values in zip(_COLUMNS, zip(*rows, strict=True), strict=True)]


def keys_of(rows: Sequence[NewExecution]) -> Sequence[Column]:
    """The parameters of ``TAKEN``."""
    return bigints([row.flow_id for row in rows]), texts([row.idempotency_key for row in rows])


TAKEN = """
SELECT d.flow_id, d.key, d.execution_id, d.body_sha256, v.number
FROM dedup d JOIN unnest(%s, %s) AS wanted (flow_id, key) USING (flow_id, key)
LEFT JOIN execution e ON e.id = d.execution_id LEFT JOIN flow_version v ON v.id = e.version_id
WHERE expires_at > now()"""
"""Who holds the given keys; parameters: ``keys_of(rows)``."""
