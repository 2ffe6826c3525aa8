-- Partitions of any span of time, made also where rows lie in the default partition already: those
-- that came while nobody made partitions ahead, since the installation was off for weeks.

-- Attaching takes a strong lock on the default partition alone, and only for a moment; the caller
-- bounds the wait for it by lock_timeout, so that nobody queues up behind a long reader (a dump).
CREATE FUNCTION fairlead_make_partitions(since timestamptz, until timestamptz) RETURNS integer
    LANGUAGE plpgsql AS $$
DECLARE
    week timestamptz := date_trunc('week', since, 'UTC');
    parent text;
    child text;
    key text;
    low uuid;
    high uuid;
    strays boolean;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('fairlead_partitions'));
    WHILE week <= until LOOP
        low := fairlead_uuid_floor(week);
        high := fairlead_uuid_floor(week + interval '7 days');
        FOREACH parent IN ARRAY ARRAY['execution', 'payload', 'blob', 'step_attempt', 'outcome', 'business_key'] LOOP
            child := parent || '_' || to_char(week AT TIME ZONE 'UTC', 'IYYY"w"IW');
            key := CASE WHEN parent IN ('execution', 'blob') THEN 'id' ELSE 'execution_id' END;
            IF to_regclass(child) IS NULL THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
                EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I >= %L AND %I < %L)',
                    parent || '_default', key, low, key, high) INTO strays;
                IF strays THEN
                    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
                    EXECUTE format('WITH gone AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *)
                        INSERT INTO %I SELECT * FROM gone', parent || '_default', key, low, key, high, child);
                END IF;
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                    parent, child, low, high);
                made := made + 1;
            END IF;
        END LOOP;
        week := week + interval '7 days';
    END LOOP;
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION fairlead_ensure_partitions(until timestamptz) RETURNS integer
    LANGUAGE sql AS $$ SELECT fairlead_make_partitions(now(), until) $$;
