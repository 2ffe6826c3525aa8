-- Batches: a row for each, a row for each chunk, and a row for each record that did not succeed. What
-- became of the others follows from their chunk. Partitioned by the execution's week, like all history.
CREATE TABLE batch (
    execution_id uuid NOT NULL,
    flow_id bigint NOT NULL,
    size bigint NOT NULL DEFAULT 0,
    done bigint NOT NULL DEFAULT 0,
    records bigint NOT NULL DEFAULT 0,
    succeeded bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    skipped bigint NOT NULL DEFAULT 0,
    indeterminate bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    busy_ms bigint NOT NULL DEFAULT 0,
    base_records bigint NOT NULL DEFAULT 0,
    base_failed bigint NOT NULL DEFAULT 0,
    epoch integer NOT NULL,
    round smallint NOT NULL,
    step text NOT NULL,
    state text NOT NULL DEFAULT 'running',
    source text NOT NULL,
    quality bytea,
    CONSTRAINT batch_pkey PRIMARY KEY (execution_id, step),
    CONSTRAINT batch_state CHECK (state IN ('running', 'resting', 'completed', 'stopped'))
) PARTITION BY RANGE (execution_id);
COMMENT ON COLUMN batch.size IS 'Of the source: bytes of a file, items of a list; 0 where it is not known.';
COMMENT ON COLUMN batch.base_failed IS 'Failed before the present round, which the tolerance does not count again.';
COMMENT ON COLUMN batch.done IS 'How much of the size the completed chunks cover.';

CREATE TABLE batch_chunk (
    execution_id uuid NOT NULL,
    number integer NOT NULL,
    count integer NOT NULL,
    epoch integer NOT NULL,
    round smallint NOT NULL,
    sends integer NOT NULL DEFAULT 1,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    succeeded integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    indeterminate integer NOT NULL DEFAULT 0,
    step text NOT NULL,
    status text NOT NULL DEFAULT 'sent',
    key text NOT NULL,
    begins jsonb NOT NULL,
    ends jsonb NOT NULL,
    settled bytea,
    CONSTRAINT batch_chunk_pkey PRIMARY KEY (execution_id, step, number),
    CONSTRAINT batch_chunk_status CHECK (status IN ('sent', 'held', 'doubtful', 'done'))
) PARTITION BY RANGE (execution_id);
COMMENT ON COLUMN batch_chunk.status IS
    'sent: its call may have left; held: it was given back, no call is open;
     doubtful: of some records nobody knows whether they were taken; done: every record has an outcome.';
COMMENT ON COLUMN batch_chunk.settled IS 'Places in the chunk, as a JSON list, that have an outcome although the chunk is not done.';

CREATE TABLE batch_record (
    execution_id uuid NOT NULL,
    number bigint NOT NULL,
    line bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    redriven_by uuid,
    chunk integer NOT NULL,
    step text NOT NULL,
    status text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    path text NOT NULL DEFAULT '',
    record bytea,
    CONSTRAINT batch_record_pkey PRIMARY KEY (execution_id, step, number),
    CONSTRAINT batch_record_status CHECK (status IN ('failed', 'indeterminate', 'redriven'))
) PARTITION BY RANGE (execution_id);

-- Which records of an earlier batch an execution is to run again, instead of its source.
CREATE TABLE batch_selection (
    execution_id uuid NOT NULL,
    source_id uuid NOT NULL,
    step text NOT NULL,
    CONSTRAINT batch_selection_pkey PRIMARY KEY (execution_id, step)
) PARTITION BY RANGE (execution_id);

-- Files that were sent in; their pieces lie in blob, in the order of the array. A flow keeps the same
-- content once.
CREATE TABLE upload (
    id uuid NOT NULL,
    flow_id bigint NOT NULL,
    bytes bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    piece_bytes integer NOT NULL,
    sha256 text NOT NULL,
    pieces uuid[] NOT NULL,
    CONSTRAINT upload_pkey PRIMARY KEY (id),
    CONSTRAINT upload_content UNIQUE (flow_id, sha256)
);

DO $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['batch', 'batch_chunk', 'batch_record', 'batch_selection'] LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_default', parent);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION fairlead_make_partitions(since timestamptz, until timestamptz) RETURNS integer
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
        FOREACH parent IN ARRAY ARRAY['execution', 'payload', 'blob', 'step_attempt', 'outcome', 'business_key',
                'batch', 'batch_chunk', 'batch_record', 'batch_selection'] LOOP
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

SELECT fairlead_ensure_partitions(now() + interval '28 days');
