-- While some transaction stays open, dead rows pile up in the queue that PostgreSQL's statistics know nothing of:
-- it takes the queue for empty, and reads all of it where one row is wanted. After 500,000 executions a claim took
-- 300 ms, an ending 500 and a round of the sweeper a second. So nothing here leaves a choice: each flow's due rows
-- are sought by themselves, above its floor, and what is ours by its ids.

-- Where due rows are: a row that fell due below lies there only until the next whole look (fairlead_raise_floor).
CREATE VIEW queue_place AS
SELECT l.lane, f.id AS flow_id,
    coalesce(own.since, (SELECT general.since FROM queue_floor general WHERE general.lane = -1), '-infinity') AS since
FROM flow f CROSS JOIN unnest('{0, 1, 10, 11}'::smallint[]) AS l (lane)
LEFT JOIN queue_floor own ON own.lane = l.lane AND own.flow_id = f.id;
COMMENT ON VIEW queue_place IS 'From where the due rows of a flow in a lane are sought.';

-- Raises the floors from where they are, so that it costs what was done since the last time; fairlead_raise_floor
-- reads the whole queue, and with many dead rows can do so only seldom.
CREATE FUNCTION fairlead_lift_floor(margin interval) RETURNS void LANGUAGE sql
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
    WITH general AS (SELECT clock_timestamp() - margin AS since), earliest AS (
        SELECT p.lane, p.flow_id, first.visible_at AS since
        FROM queue_place p, general g, LATERAL (
            SELECT q.visible_at FROM queue q
            WHERE q.lane = p.lane AND q.flow_id = p.flow_id AND q.visible_at >= p.since AND q.visible_at < g.since
            ORDER BY q.visible_at LIMIT 1
        ) AS first
        UNION ALL SELECT -1, 0, since FROM general
    ), gone AS (
        DELETE FROM queue_floor f
        WHERE NOT EXISTS (SELECT FROM earliest e WHERE (e.lane, e.flow_id) = (f.lane, f.flow_id))
    )
    INSERT INTO queue_floor AS f (lane, flow_id, since) SELECT lane, flow_id, since FROM earliest
    ON CONFLICT (lane, flow_id) DO UPDATE SET since = excluded.since WHERE f.since <> excluded.since
$$;

-- As before, but for how rows are sought.
CREATE OR REPLACE FUNCTION fairlead_claim(
    wanted_lane smallint, most integer, claims_below smallint, except_flows bigint[], owner text, lease interval
) RETURNS SETOF queue LANGUAGE plpgsql ROWS 100 SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    share integer;
    present bigint[];
    floors timestamptz[];
    general timestamptz := (SELECT f.since FROM queue_floor f WHERE f.lane = -1 AND f.flow_id = 0);
    locked uuid[];
    keyed uuid[];
    heads uuid[];
BEGIN
    SELECT array_agg(f.id), array_agg(f.since) INTO present, floors
    FROM (
        SELECT flow.id, coalesce(l.since, general, '-infinity') AS since
        FROM flow LEFT JOIN queue_floor l ON l.lane = wanted_lane AND l.flow_id = flow.id
        WHERE flow.id <> ALL (except_flows)
    ) AS f, LATERAL (
        SELECT q.visible_at FROM queue q
        WHERE q.lane = wanted_lane AND q.flow_id = f.id AND q.visible_at >= f.since
          AND q.visible_at <= now() AND q.claims < claims_below
        ORDER BY q.visible_at LIMIT 1
    ) AS first;
    IF present IS NULL THEN
        RETURN;
    END IF;
    share := greatest(1, ceil(most::numeric / cardinality(present)));

    SELECT array_agg(due.execution_id ORDER BY due.visible_at, due.seq),
           array_agg(due.execution_id) FILTER (WHERE due.ordering_key <> '')
    INTO locked, keyed
    FROM unnest(present, floors) AS wanted (flow_id, since), LATERAL (
        SELECT q.execution_id, q.visible_at, q.seq, q.ordering_key FROM queue q
        WHERE q.lane = wanted_lane AND q.flow_id = wanted.flow_id AND q.visible_at >= wanted.since
          AND q.visible_at <= now() AND q.claims < claims_below
        ORDER BY q.visible_at, q.seq LIMIT share FOR UPDATE SKIP LOCKED
    ) AS due;
    IF locked IS NULL THEN
        RETURN;
    END IF;

    IF keyed IS NOT NULL THEN
        SELECT array_agg(q.execution_id) INTO heads FROM queue q
        WHERE q.execution_id = ANY (keyed)
          AND pg_try_advisory_xact_lock(hashtextextended(q.flow_id || ':' || q.ordering_key, 7));
        locked := ARRAY(SELECT unnest(locked) EXCEPT SELECT unnest(keyed));
        keyed := coalesce(heads, '{}');
        WITH judged AS (
            SELECT q.execution_id, first.execution_id IS NULL AS owns
            FROM queue q LEFT JOIN LATERAL (
                SELECT p.execution_id FROM queue p
                WHERE p.flow_id = q.flow_id AND p.ordering_key = q.ordering_key AND p.ordering_key <> ''
                  AND p.execution_id <> q.execution_id
                  AND ((p.holds AND NOT q.holds) OR (p.holds = q.holds AND p.seq < q.seq))
                LIMIT 1
            ) AS first ON true
            WHERE q.execution_id = ANY (keyed)
        ), parked AS (
            UPDATE queue q SET visible_at = 'infinity' FROM judged
            WHERE q.execution_id = judged.execution_id AND q.execution_id = ANY (keyed) AND NOT judged.owns
        )
        SELECT coalesce(array_agg(execution_id), '{}') INTO heads FROM judged WHERE owns;
        locked := locked || heads;
    END IF;

    locked := locked[1:most];
    RETURN QUERY
    UPDATE queue q
    SET epoch = q.epoch + 1, claims = q.claims + 1, lease_owner = owner, status = 'running', holds = true,
        visible_at = clock_timestamp() + lease
    WHERE q.execution_id = ANY (locked)
    RETURNING q.*;
END $$;
