-- Claims due executions of a lane, shared out evenly over the flows that have some, so that one
-- flow's flood is not another's wait. Rows without an ordering key are claimed in one step. Of rows
-- with a key only the owner of the key is claimed: the one that was claimed before, else the
-- earliest. The others are parked at infinity until the owner ends (see flows/store/ending.py).
--
-- The order of the steps matters: a row is locked first and the key is looked at in a later
-- statement, with a fresh snapshot. So either the end of the owner is seen here, or the one who
-- ends it waits for our lock and frees the row after us. The advisory lock keeps two claimers from
-- looking at one key at the same time.
CREATE FUNCTION fairlead_claim(
    wanted_lane smallint, most integer, claims_below smallint, except_flows bigint[], owner text, lease interval
) RETURNS SETOF queue LANGUAGE plpgsql ROWS 100 SET enable_seqscan = off AS $$
DECLARE
    share integer;
    present bigint[];
    locked uuid[];
    keyed uuid[];
    heads uuid[];
BEGIN
    WITH RECURSIVE flows AS (
        (SELECT q.flow_id FROM queue q WHERE q.lane = wanted_lane ORDER BY q.flow_id LIMIT 1)
        UNION ALL
        SELECT (SELECT q.flow_id FROM queue q WHERE q.lane = wanted_lane AND q.flow_id > flows.flow_id
                ORDER BY q.flow_id LIMIT 1)
        FROM flows WHERE flows.flow_id IS NOT NULL
    )
    SELECT array_agg(flow_id) INTO present FROM flows WHERE flow_id IS NOT NULL AND flow_id <> ALL (except_flows);
    IF present IS NULL THEN
        RETURN;
    END IF;
    share := greatest(1, ceil(most::numeric / cardinality(present)));

    SELECT array_agg(due.execution_id ORDER BY due.visible_at, due.seq),
           array_agg(due.execution_id) FILTER (WHERE due.ordering_key <> '')
    INTO locked, keyed
    FROM unnest(present) AS wanted (flow_id), LATERAL (
        SELECT q.execution_id, q.visible_at, q.seq, q.ordering_key FROM queue q
        WHERE q.lane = wanted_lane AND q.flow_id = wanted.flow_id AND q.visible_at <= now()
          AND q.claims < claims_below
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
