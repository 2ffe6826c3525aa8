"""How executions leave the queue and come back: the statements that the drain and people share.

Whoever removes rows with an ordering key runs ``PROMOTE`` as a later statement of the same
transaction: the next row's claimer either sees the key free or is seen by it (see ``claiming``).
"""

CANCEL_QUEUED = """
WITH gone AS (
    DELETE FROM queue
    WHERE execution_id = %(id)s AND (lease_owner = '' OR visible_at < clock_timestamp())
    RETURNING execution_id, flow_id, round, ordering_key
), ended AS (
    INSERT INTO outcome (execution_id, flow_id, status, round, attempts, reason)
    SELECT execution_id, flow_id, 'cancelled', round,
        (SELECT count(*) FROM step_attempt a
         WHERE a.execution_id = gone.execution_id AND a.status <> 'started'), %(reason)s
    FROM gone
), counted AS (
    INSERT INTO tally (flow_id, kind, n) SELECT flow_id, 'cancelled', 1 FROM gone
)
SELECT flow_id, ordering_key FROM gone"""
"""Only where no worker holds the row."""

REQUEST_CANCEL = """
UPDATE queue SET cancel_requested = true WHERE execution_id = %(id)s RETURNING flow_id, ordering_key"""

CANCEL_RESTING = """
WITH was AS (
    SELECT execution_id, flow_id, status FROM outcome
    WHERE execution_id = %(id)s AND status IN ('dead', 'indeterminate') FOR UPDATE
), ended AS (
    UPDATE outcome o SET status = 'cancelled', finished_at = clock_timestamp(), reason = %(reason)s
    FROM was WHERE o.execution_id = was.execution_id
), released AS (
    DELETE FROM dead_letter d USING was WHERE d.execution_id = was.execution_id
), counted AS (
    INSERT INTO tally (flow_id, kind, n)
    SELECT flow_id, status, -1 FROM was UNION ALL SELECT flow_id, 'cancelled', 1 FROM was
)
SELECT flow_id FROM was"""

REOPEN = """
WITH gone AS (
    DELETE FROM outcome WHERE execution_id = ANY(%(ids)s) AND status = %(status)s
    RETURNING execution_id, flow_id, round
), released AS (
    DELETE FROM dead_letter d USING gone WHERE d.execution_id = gone.execution_id
), counted AS (
    INSERT INTO tally (flow_id, kind, n) SELECT flow_id, %(status)s, -count(*) FROM gone GROUP BY flow_id
)
INSERT INTO queue (execution_id, flow_id, round, bytes, ordering_key, lane)
SELECT gone.execution_id, gone.flow_id, gone.round + %(rounds)s, e.bytes, e.ordering_key,
       CASE v.definition ->> 'latency' WHEN 'batch' THEN 1 ELSE 0 END
FROM gone JOIN execution e ON e.id = gone.execution_id JOIN flow_version v ON v.id = e.version_id
ORDER BY gone.execution_id
RETURNING flow_id, execution_id, lane"""

PROMOTE = """
UPDATE queue q
SET visible_at = CASE WHEN q.visible_at = 'infinity' THEN clock_timestamp() ELSE q.visible_at END
WHERE q.execution_id = ANY(ARRAY(
    SELECT first.execution_id
    FROM (
        SELECT f.flow_id, f.ordering_key, fairlead_keys_from(f.flow_id) AS since
        FROM unnest(%(flows)s::bigint[], %(keys)s::text[]) AS f (flow_id, ordering_key) OFFSET 0
    ) AS freed, LATERAL (
        SELECT n.execution_id FROM queue n
        WHERE n.flow_id = freed.flow_id AND n.ordering_key = freed.ordering_key AND n.ordering_key <> ''
          AND n.visible_at >= freed.since
        ORDER BY n.holds DESC, n.seq LIMIT 1
    ) AS first))"""
"""The case is decided on the row as it is once its lock is had: a claimer may be parking it right now."""
