-- Whether an earlier execution of an ordering key is there is asked from the floors as well, or it passes all that the
-- key left behind. From a minute below them: what is not above the floor was put there by a transaction that took
-- longer than three seconds, and none takes a minute, since each statement is ended after half of one.
CREATE FUNCTION fairlead_keys_from(wanted_flow bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT min(p.since) - interval '1 minute' FROM queue_place p WHERE p.flow_id = wanted_flow
$$;

-- As before, but for that, and that rows are sought one flow at a time and by their ids (0015_looks.sql).
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
    key_floors timestamptz[];
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
        key_floors := ARRAY(SELECT fairlead_keys_from(f.id) FROM unnest(present) WITH ORDINALITY AS f (id, place)
                            ORDER BY f.place);
        WITH judged AS (
            SELECT q.execution_id, first.execution_id IS NULL AS owns
            FROM queue q LEFT JOIN LATERAL (
                SELECT p.execution_id FROM queue p
                WHERE p.flow_id = q.flow_id AND p.ordering_key = q.ordering_key AND p.ordering_key <> ''
                  AND p.visible_at >= key_floors[array_position(present, q.flow_id)]
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
