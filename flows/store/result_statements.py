"""The statements of ``results``: each does its whole work for many executions, guarded by epochs."""

_RECORDS = """put AS (
    INSERT INTO step_attempt (execution_id, step, item, attempt, round, status, started_at, finished_at, port,
        output, request, error, key, resume_at)
    SELECT r.* FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    AS r (execution_id, step, item, attempt, round, status, started_at, finished_at, port, output, request,
          error, key, resume_at) JOIN mine USING (execution_id)
    ON CONFLICT DO NOTHING
)"""
_OURS = "q.execution_id = ANY(ARRAY(SELECT execution_id FROM given))"
"""Says again what the join says, so that PostgreSQL seeks the rows by their ids. It has no idea of dead rows,
which a transaction that stays open leaves there, and reads the whole queue where it takes it for empty."""
INTEND = """
WITH given AS (SELECT * FROM unnest(%s, %s) AS g (execution_id, epoch)), mine AS (
    SELECT q.execution_id, q.cancel_requested FROM queue q JOIN given USING (execution_id)
    WHERE q.epoch = given.epoch AND {ours} FOR NO KEY UPDATE OF q
), {records}
SELECT execution_id, cancel_requested FROM mine""".replace("{records}", _RECORDS).replace("{ours}", _OURS)
RELEASE = """
WITH given AS (SELECT * FROM unnest(%s, %s, %s, %s) AS g (execution_id, epoch, status, until)), mine AS (
    UPDATE queue q SET status = given.status, lease_owner = '', claims = 0, lane = q.lane %% 10,
        visible_at = CASE WHEN q.cancel_requested THEN clock_timestamp()
                          ELSE greatest(given.until, clock_timestamp()) END
    FROM given WHERE q.execution_id = given.execution_id AND q.epoch = given.epoch AND {ours}
    RETURNING q.execution_id
), {records}
SELECT execution_id, false FROM mine""".replace("{records}", _RECORDS).replace("{ours}", _OURS)
END = """
WITH given AS (
    SELECT * FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    AS g (execution_id, epoch, status, attempts, step, error, reason, dead_step, code, message, fingerprint)
), mine AS (
    DELETE FROM queue q USING given WHERE q.execution_id = given.execution_id AND q.epoch = given.epoch
        AND {ours}
    RETURNING q.execution_id, q.flow_id, q.round
), ended AS (
    INSERT INTO outcome (execution_id, flow_id, status, attempts, round, step, error, reason)
    SELECT execution_id, m.flow_id, g.status, g.attempts, m.round, g.step, nullif(g.error, '')::jsonb,
        g.reason
    FROM mine m JOIN given g USING (execution_id)
), counted AS (
    INSERT INTO tally (flow_id, kind, n)
    SELECT m.flow_id, g.status, count(*) FROM mine m JOIN given g USING (execution_id) GROUP BY 1, 2
), buried AS (
    INSERT INTO dead_letter (execution_id, flow_id, round, step, code, message, fingerprint)
    SELECT execution_id, m.flow_id, m.round, g.dead_step, g.code, g.message, g.fingerprint
    FROM mine m JOIN given g USING (execution_id) WHERE g.fingerprint <> ''
), {records}
SELECT execution_id, false FROM mine""".replace("{records}", _RECORDS).replace("{ours}", _OURS)
