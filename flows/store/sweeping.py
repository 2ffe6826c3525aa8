"""What nobody else does: finds work that no message told of, and keeps the tables in shape."""

from datetime import timedelta
from typing import Any

from flows.store.claiming import QUARANTINE, SUSPECTS
from flows.store.cursors import fetch

CHUNK = 5000
FLOOR_MARGIN = timedelta(seconds=3)
"""What falls due in a transaction that takes longer than this to commit is claimed after the next round."""

_LEFT_BEHIND = """
SELECT left_behind.execution_id FROM queue_place p, LATERAL (
    SELECT q.execution_id FROM queue q
    WHERE q.lane = p.lane AND q.flow_id = p.flow_id AND q.visible_at >= p.since AND q.visible_at < now()
      AND q.lease_owner <> '' {and_so}
    ORDER BY q.visible_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) AS left_behind"""
"""What a worker did not come back for. Each place is looked at by itself: PostgreSQL knows nothing of dead
rows, and would read all of them (schema/0015_looks.sql)."""
_SUSPECT = """
UPDATE queue SET lane = lane + %(suspects)s, visible_at = clock_timestamp()
WHERE execution_id = ANY(ARRAY({left_behind}))
RETURNING execution_id""".replace(
    "{left_behind}", _LEFT_BEHIND.replace("{and_so}", "AND p.lane < %(suspects)s")
)
_QUARANTINE = """
WITH gone AS (
    DELETE FROM queue WHERE execution_id = ANY(ARRAY({left_behind}))
    RETURNING execution_id, flow_id, round, ordering_key
), ended AS (
    INSERT INTO outcome (execution_id, flow_id, status, round, attempts, error)
    SELECT execution_id, flow_id, 'dead', round,
        (SELECT count(*) FROM step_attempt a
         WHERE a.execution_id = gone.execution_id AND a.status <> 'started'), %(error)s::jsonb
    FROM gone
), buried AS (
    INSERT INTO dead_letter (execution_id, flow_id, round, step, code, message, fingerprint)
    SELECT execution_id, flow_id, round, '', %(code)s, %(message)s, %(code)s || ':' || flow_id FROM gone
), counted AS (
    INSERT INTO tally (flow_id, kind, n) SELECT flow_id, 'dead', count(*) FROM gone GROUP BY flow_id
)
SELECT execution_id, flow_id, ordering_key FROM gone""".replace(
    "{left_behind}", _LEFT_BEHIND.replace("{and_so}", "AND q.claims >= %(quarantine)s")
)
_FREE_HEADS = """
UPDATE queue q SET visible_at = clock_timestamp()
WHERE q.visible_at = 'infinity' AND q.execution_id = ANY(ARRAY(
    SELECT head.execution_id FROM (
        SELECT DISTINCT ON (flow_id, ordering_key) execution_id, visible_at FROM queue
        WHERE ordering_key <> '' ORDER BY flow_id, ordering_key, holds DESC, seq
    ) AS head
    WHERE head.visible_at = 'infinity'))
RETURNING q.execution_id"""
_DUE = """
SELECT DISTINCT p.lane %% 10 FROM queue_place p, LATERAL (
    SELECT q.visible_at FROM queue q
    WHERE q.lane = p.lane AND q.flow_id = p.flow_id AND q.visible_at >= p.since
      AND q.visible_at <= now() - interval '1 second'
    ORDER BY q.visible_at LIMIT 1
) AS due"""
_FOLD = """
WITH gone AS (DELETE FROM tally RETURNING flow_id, kind, n)
INSERT INTO tally (flow_id, kind, n) SELECT flow_id, kind, sum(n) FROM gone GROUP BY flow_id, kind"""
_FREE_LOCKS = """
DELETE FROM record_lock l
WHERE NOT EXISTS (SELECT FROM queue q WHERE q.lease_owner = l.owner AND q.visible_at >= now())"""
_EXPIRE_KEYS = """
DELETE FROM dedup WHERE (flow_id, key) IN (
    SELECT flow_id, key FROM dedup WHERE expires_at < now() ORDER BY expires_at LIMIT %(most)s
    FOR UPDATE SKIP LOCKED)
RETURNING 1"""


def mark_suspects() -> int:
    """Executions whose worker did not come back get into the lanes of suspects; how many."""
    return len(fetch(_SUSPECT, {"suspects": SUSPECTS, "most": CHUNK}))


def free_locks() -> None:
    """Locks of workers that hold no lease any more: who holds a record works on an execution."""
    fetch(_FREE_LOCKS)


def quarantine(error: str, code: str, message: str) -> list[Any]:
    """Ends those that no worker came back from three times; (id, flow id, ordering key) of each.
    ``error`` is JSON."""
    parameters = {"quarantine": QUARANTINE, "most": CHUNK, "error": error, "code": code, "message": message}
    return fetch(_QUARANTINE, parameters)


def free_heads() -> int:
    """Lets parked executions go whose ordering key has no owner any more; how many. There are none,
    unless a person removed rows by hand."""
    return len(fetch(_FREE_HEADS))


def due_lanes() -> set[int]:
    """Lanes with work that has been due for a second."""
    return {lane for (lane,) in fetch(_DUE, {})}


def lift_floor() -> None:
    """Says from where claims and the looks of this module begin (see schema/0009_floor.sql)."""
    fetch("SELECT fairlead_lift_floor(%s)", [FLOOR_MARGIN])


def raise_floor() -> None:
    """As ``lift_floor``, by a look at the whole queue, which also finds what lies below."""
    fetch("SELECT fairlead_raise_floor(%s)", [FLOOR_MARGIN])


def fold_tallies() -> None:
    """Adds up the counts, so that reading them stays quick."""
    fetch(_FOLD)


def expire_keys() -> int:
    """Forgets some idempotency keys whose time is over; how many."""
    return len(fetch(_EXPIRE_KEYS, {"most": CHUNK}))


def expire_locks() -> None:
    """Removes record locks that ended long ago."""
    fetch("DELETE FROM record_lock WHERE until < now() - interval '1 hour'")
