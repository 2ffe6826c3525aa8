-- The bodies of one blob, read only where a payload has one.
CREATE FUNCTION fairlead_blob(wanted uuid) RETURNS bytea LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
    RETURN (SELECT b.body FROM blob b WHERE b.id = wanted);
END $$;

-- As before, but the reading opens only the weeks that the claimed executions lie in. Each week of history made
-- a claim dearer otherwise, since all of them were opened to find that they held nothing of it.
--
-- OFFSET 0 keeps the range out of the join: it says which weeks are opened, while each execution is looked up by
-- its id. Without it PostgreSQL reads the whole range, which has no bound where one of the claimed ones is old.
CREATE OR REPLACE FUNCTION fairlead_take(
    wanted_lane smallint, most integer, claims_below smallint, except_flows bigint[], owner text, lease interval
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
    FROM fairlead_claim(wanted_lane, most, claims_below, except_flows, owner, lease) AS c;
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
