"""How flows stand technically: what tells a flow that works, though some messages failed, from one
that does not work. Facts only; whoever shows them finds the words.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from connectors.sdk.types import JSON
from flows.store.cursors import fetch
from flows.store.holding import HELD_AT
from flows.store.listing import floor_of

RECENT = 20
"""So many of a flow's newest executions say how it fares now …"""
LATELY = timedelta(days=30)
"""… of those that came within this time; a flow that rests fares neither well nor ill."""
WAITED = timedelta(seconds=10)
"""Due work is taken up within a second; what waits longer is behind, or nobody is there."""
SILENT = timedelta(seconds=5)
"""A target that failed to answer for a shorter time has stumbled; longer, it is away."""

_Lists = dict[int, list[JSON]]
_SIGNS = """
SELECT wanted, letters.number, letters.cause, fresh.ended, fresh.dead, waiting.since,
       waiting.since IS NOT NULL AND NOT EXISTS (
           SELECT FROM queue WHERE status = 'running' AND visible_at > clock_timestamp()),
       resting.held, records.failed
FROM unnest(%(flows)s::bigint[]) AS wanted, LATERAL (
    SELECT count(*) AS number, (array_agg(message ORDER BY execution_id DESC))[1] AS cause
    FROM dead_letter WHERE flow_id = wanted AND discarded_at IS NULL
) AS letters, LATERAL (
    SELECT count(o.status) AS ended, count(*) FILTER (WHERE o.status = 'dead') AS dead
    FROM (SELECT id FROM execution WHERE flow_id = wanted AND id > %(since)s
          ORDER BY id DESC LIMIT %(recent)s) AS e
    LEFT JOIN outcome o ON o.execution_id = e.id AND o.execution_id > %(since)s
) AS fresh, LATERAL (
    SELECT min(due.visible_at) AS since FROM queue_place p, LATERAL (
        SELECT q.visible_at FROM queue q
        WHERE q.lane = p.lane AND q.flow_id = p.flow_id AND q.visible_at >= p.since
          AND q.visible_at < clock_timestamp() - %(waited)s
        ORDER BY q.visible_at LIMIT 1
    ) AS due WHERE p.flow_id = wanted
) AS waiting, LATERAL (
    SELECT count(*) AS held FROM queue WHERE flow_id = wanted AND visible_at = %(held)s
) AS resting, LATERAL (
    SELECT coalesce(sum(failed - redriven), 0)::bigint AS failed FROM batch
    WHERE flow_id = wanted AND failed > redriven
) AS records"""

_OPEN_LETTERS = """
SELECT flow_id, count(*) FROM dead_letter
WHERE flow_id = ANY(%(flows)s) AND discarded_at IS NULL GROUP BY flow_id"""

_TARGETS = """
SELECT f.id, c.slug, c.name, c.health, c.health_message, c.health_changed_at, away, rests, c.rest_reason,
       c.rests_until
FROM flow f JOIN flow_version v ON v.id = f.live_version_id
CROSS JOIN LATERAL (
    SELECT DISTINCT jsonb_path_query(v.definition, '$.steps.**.connection') #>> '{}' AS slug
) AS called
JOIN connections_connection c ON c.slug = called.slug
CROSS JOIN LATERAL (
    SELECT c.health = 'refused' OR c.health = 'failing' AND coalesce(
               c.health_changed_at < clock_timestamp() - %(silent)s, false) AS away,
           coalesce(c.rests_until > clock_timestamp(), false) AS rests
) AS stands
WHERE f.id = ANY(%(flows)s) AND (away OR rests)
ORDER BY f.id, c.health DESC, c.slug"""


def open_letters(flow_ids: Collection[int]) -> Mapping[int, int]:
    """Per flow how many dead letters wait for a person: those neither discarded nor replayed."""
    return dict.fromkeys(flow_ids, 0) | dict(fetch(_OPEN_LETTERS, {"flows": list(flow_ids)}))


def signs(flow_ids: Collection[int]) -> Mapping[int, dict[str, JSON]]:
    """Per flow: its open dead letters and the newest one's cause, how its newest executions ended,
    since when due work waits, whether nobody is there to take it up (``unattended``), how many a
    restore ``held``, how many records of its batches failed and were not run again, and the targets of
    its live version that do not answer or refuse, and that rest."""
    since = floor_of(datetime.now(UTC) - LATELY)
    parameters = {
        "flows": list(flow_ids), "recent": RECENT, "since": since, "waited": WAITED, "silent": SILENT,
        "held": HELD_AT,
    }  # fmt: skip
    gone, resting = _targets(flow_ids, parameters)
    return {
        flow_id: {
            "dead_letters": letters,
            "cause": cause,
            "recent": {"ended": ended, "dead": dead},
            "waiting_since": waiting_since,
            "unattended": unattended,
            "held": held,
            "failed_records": records,
            "targets": gone[flow_id],
            "resting": resting[flow_id],
        }
        for (
            flow_id, letters, cause, ended, dead, waiting_since, unattended, held, records,
        ) in fetch(_SIGNS, parameters)
    }  # fmt: skip


def _targets(flow_ids: Collection[int], parameters: Mapping[str, object]) -> tuple[_Lists, _Lists]:
    """Per flow, the targets that are away, and those that rest."""
    gone: _Lists = {one: [] for one in flow_ids}
    resting: _Lists = {one: [] for one in flow_ids}
    for row in fetch(_TARGETS, parameters):
        flow_id, slug, name, health, message, changed_at, away, rests, reason, until = row
        if away:
            gone[flow_id].append(
                {"slug": slug, "name": name, "health": health, "message": message, "since": changed_at}
            )
        if rests:
            resting[flow_id].append({"slug": slug, "name": name, "reason": reason, "until": until})
    return gone, resting
