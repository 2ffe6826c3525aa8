-- As before, but that a worker may look at a few flows alone: a flood that it serves apart from its neighbours
-- (docs/decisions/floods.md). NULL: all flows but the excepted ones. The functions without it stay for the workers of
-- the release before, until that is over.
CREATE FUNCTION fairlead_claim(
    wanted_lane smallint, most integer, claims_below smallint, except_flows bigint[], owner text, lease interval,
    only_flows bigint[]
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
        WHERE flow.id <> ALL (except_flows) AND (only_flows IS NULL OR flow.id = ANY (only_flows))
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

CREATE FUNCTION fairlead_take(
    wanted_lane smallint, most integer, claims_below smallint, except_flows bigint[], owner text, lease interval,
    only_flows bigint[]
) RETURNS TABLE (
    execution_id uuid, flow_id bigint, lane smallint, epoch integer, round smallint, bytes integer,
    ordering_key text, cancel_requested boolean, claimed_at timestamptz, version_id bigint,
    received_at timestamptz, depth smallint, trigger_kind text, content_type text, headers jsonb, body bytea
) LANGUAGE plpgsql ROWS 100
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    claimed queue[];
    ids uuid[];
    low uuid;
    high uuid;
BEGIN
    SELECT array_agg(c ORDER BY c.seq), array_agg(c.execution_id ORDER BY c.execution_id) INTO claimed, ids
    FROM fairlead_claim(wanted_lane, most, claims_below, except_flows, owner, lease, only_flows) AS c;
    IF claimed IS NULL THEN
        RETURN;
    END IF;
    low := ids[1];
    high := ids[cardinality(ids)];
    RETURN QUERY
    SELECT c.execution_id, c.flow_id, c.lane, c.epoch, c.round, c.bytes, c.ordering_key, c.cancel_requested,
        clock_timestamp(), e.version_id, e.received_at, e.depth, e.trigger_kind, e.content_type, e.headers,
        coalesce(p.body, fairlead_blob(p.blob_id))
    FROM unnest(claimed) AS c
    CROSS JOIN LATERAL (
        SELECT x.version_id, x.received_at, x.depth, x.trigger_kind, x.content_type, x.headers
        FROM execution x WHERE x.id = c.execution_id AND x.id BETWEEN low AND high OFFSET 0
    ) AS e
    LEFT JOIN LATERAL (
        SELECT x.body, x.blob_id
        FROM payload x WHERE x.execution_id = c.execution_id AND x.execution_id BETWEEN low AND high OFFSET 0
    ) AS p ON true
    ORDER BY c.seq;
END $$;
