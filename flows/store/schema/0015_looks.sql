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
