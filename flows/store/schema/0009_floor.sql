-- A claim must not pay for what was done before it. While some transaction stays open (a dump, a long
-- report), nothing that left the queue since then can be vacuumed away, and a claim that looks from the
-- beginning of time passes all of it: 160 ms after 80,000 executions, and ever more. So claims look only
-- at what fell due after a floor, which the sweeper raises up to the earliest row that is still there.
CREATE TABLE queue_floor (
    flow_id bigint NOT NULL,
    since timestamptz NOT NULL,
    lane smallint NOT NULL,
    CONSTRAINT queue_floor_pkey PRIMARY KEY (lane, flow_id)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);
COMMENT ON TABLE queue_floor IS
    'From where claims look. Lane -1: for all; others: of flows whose earliest row has waited for longer.';
INSERT INTO queue_floor (lane, flow_id, since) VALUES (-1, 0, '-infinity');

-- Looks at every row. One that came to lie below the floor, since its transaction took longer than the
-- margin, is found here and claimed after this.
CREATE FUNCTION fairlead_raise_floor(margin interval) RETURNS void LANGUAGE sql AS $$
    WITH general AS (SELECT clock_timestamp() - margin AS since), earliest AS (
        SELECT q.lane, q.flow_id, min(q.visible_at) AS since FROM queue q, general g
        WHERE q.visible_at < g.since GROUP BY q.lane, q.flow_id
        UNION ALL SELECT -1, 0, since FROM general
    ), gone AS (
        DELETE FROM queue_floor f
        WHERE NOT EXISTS (SELECT FROM earliest e WHERE (e.lane, e.flow_id) = (f.lane, f.flow_id))
    )
    INSERT INTO queue_floor AS f (lane, flow_id, since) SELECT lane, flow_id, since FROM earliest
    ON CONFLICT (lane, flow_id) DO UPDATE SET since = excluded.since WHERE f.since <> excluded.since
$$;

-- As before, but for the floors.
CREATE OR REPLACE FUNCTION fairlead_claim(
    wanted_lane smallint, most integer, claims_below smallint, except_flows bigint[], owner text, lease interval
) RETURNS SETOF queue LANGUAGE plpgsql ROWS 100 SET enable_seqscan = off AS $$
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
    ) AS f
    WHERE EXISTS (
        SELECT FROM queue q WHERE q.lane = wanted_lane AND q.flow_id = f.id AND q.visible_at >= f.since
          AND q.visible_at <= now() AND q.claims < claims_below
    );
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
            SELECT q.execution_id, NOT EXISTS (
                SELECT 1 FROM queue p
                WHERE p.flow_id = q.flow_id AND p.ordering_key = q.ordering_key AND p.ordering_key <> ''
                  AND p.execution_id <> q.execution_id
                  AND ((p.holds AND NOT q.holds) OR (p.holds = q.holds AND p.seq < q.seq))
            ) AS owns
            FROM queue q WHERE q.execution_id = ANY (keyed)
        ), parked AS (
            UPDATE queue q SET visible_at = 'infinity' FROM judged
            WHERE q.execution_id = judged.execution_id AND NOT judged.owns
        )
        SELECT coalesce(array_agg(execution_id), '{}') INTO heads FROM judged WHERE owns;
        locked := locked || heads;
    END IF;

    RETURN QUERY
    UPDATE queue q
    SET epoch = q.epoch + 1, claims = q.claims + 1, lease_owner = owner, status = 'running', holds = true,
        visible_at = clock_timestamp() + lease
    FROM unnest(locked[1:most]) AS mine (execution_id)
    WHERE q.execution_id = mine.execution_id
    RETURNING q.*;
END $$;
