-- The run tables. History is insert-only and partitioned by the time inside the UUIDv7 keys; only
-- ``queue`` changes in place, and it is narrow and holds nothing but open executions.

CREATE TABLE queue (
    execution_id uuid NOT NULL,
    flow_id bigint NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
    visible_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lane smallint NOT NULL DEFAULT 0,
    claims smallint NOT NULL DEFAULT 0,
    round smallint NOT NULL DEFAULT 0,
    holds boolean NOT NULL DEFAULT false,
    cancel_requested boolean NOT NULL DEFAULT false,
    epoch integer NOT NULL DEFAULT 0,
    bytes integer NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'queued',
    lease_owner text NOT NULL DEFAULT '',
    ordering_key text NOT NULL DEFAULT '',
    CONSTRAINT queue_pkey PRIMARY KEY (execution_id),
    CONSTRAINT queue_status CHECK (status IN ('queued', 'running', 'waiting', 'retrying'))
) WITH (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 20000
);
COMMENT ON COLUMN queue.visible_at IS
    'When the row may be claimed: now, a timer, the end of a lease, or infinity while an earlier one holds its ordering key.';
COMMENT ON COLUMN queue.claims IS 'Claims since the last orderly release; each one beyond the first is a crash.';
COMMENT ON COLUMN queue.holds IS 'Whether it was ever claimed, and so owns its ordering key until it ends.';
CREATE INDEX queue_due ON queue (lane, flow_id, visible_at, seq);
CREATE INDEX queue_ordering ON queue (flow_id, ordering_key, seq) WHERE ordering_key <> '';

CREATE TABLE execution (
    id uuid NOT NULL,
    flow_id bigint NOT NULL,
    version_id bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id bigint,
    bytes integer NOT NULL DEFAULT 0,
    depth smallint NOT NULL DEFAULT 0,
    trigger_kind text NOT NULL,
    content_type text NOT NULL,
    headers jsonb,
    business jsonb,
    ordering_key text NOT NULL DEFAULT '',
    idempotency_key text NOT NULL DEFAULT '',
    replay_of uuid,
    parent_id uuid,
    CONSTRAINT execution_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX execution_flow ON execution (flow_id, id);

CREATE TABLE payload (
    execution_id uuid NOT NULL,
    body bytea,
    blob_id uuid,
    CONSTRAINT payload_pkey PRIMARY KEY (execution_id),
    CONSTRAINT payload_somewhere CHECK ((body IS NULL) <> (blob_id IS NULL))
) PARTITION BY RANGE (execution_id);
COMMENT ON COLUMN payload.blob_id IS 'Claim check: bodies beyond 256 KiB are kept apart, so that claiming a batch stays small.';

CREATE TABLE blob (
    id uuid NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT blob_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE TABLE step_attempt (
    execution_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    resume_at timestamptz,
    item integer NOT NULL,
    attempt integer NOT NULL,
    round smallint NOT NULL,
    step text NOT NULL,
    status text NOT NULL,
    port text NOT NULL DEFAULT 'out',
    key text NOT NULL DEFAULT '',
    output bytea,
    request bytea,
    error bytea,
    CONSTRAINT step_attempt_pkey PRIMARY KEY (execution_id, step, item, attempt, status)
) PARTITION BY RANGE (execution_id);

CREATE TABLE outcome (
    execution_id uuid NOT NULL,
    flow_id bigint NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 0,
    round smallint NOT NULL DEFAULT 0,
    status text NOT NULL,
    step text NOT NULL DEFAULT '',
    error jsonb,
    reason text NOT NULL DEFAULT '',
    CONSTRAINT outcome_pkey PRIMARY KEY (execution_id),
    CONSTRAINT outcome_status CHECK (status IN ('succeeded', 'failed', 'dead', 'indeterminate', 'cancelled'))
) PARTITION BY RANGE (execution_id);
CREATE INDEX outcome_status ON outcome (flow_id, status, execution_id);

CREATE TABLE business_key (
    execution_id uuid NOT NULL,
    flow_id bigint NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    CONSTRAINT business_key_pkey PRIMARY KEY (flow_id, value, name, execution_id)
) PARTITION BY RANGE (execution_id);

CREATE TABLE dedup (
    flow_id bigint NOT NULL,
    execution_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    body_sha256 bytea NOT NULL,
    key text NOT NULL,
    CONSTRAINT dedup_pkey PRIMARY KEY (flow_id, key)
);
CREATE INDEX dedup_expiry ON dedup (expires_at);

CREATE TABLE dead_letter (
    execution_id uuid NOT NULL,
    flow_id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    round smallint NOT NULL,
    step text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    fingerprint text NOT NULL,
    CONSTRAINT dead_letter_pkey PRIMARY KEY (execution_id)
);
CREATE INDEX dead_letter_group ON dead_letter (flow_id, fingerprint, execution_id);

CREATE TABLE record_lock (
    connection text NOT NULL,
    record_key text NOT NULL,
    owner text NOT NULL,
    until timestamptz NOT NULL,
    CONSTRAINT record_lock_pkey PRIMARY KEY (connection, record_key)
);

-- Counts of what was accepted and how it ended. Writers only append, so that no batch waits for
-- another's; the sweeper folds the rows of a flow into one.
CREATE TABLE tally (
    flow_id bigint NOT NULL,
    n bigint NOT NULL,
    kind text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX tally_flow ON tally (flow_id);

CREATE FUNCTION fairlead_uuid_floor(moment timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the weekly partitions from the current week to ``until``. Attaching needs no strong lock on
-- the parent, so it does not wait for readers and writers of the other partitions.
CREATE FUNCTION fairlead_ensure_partitions(until timestamptz) RETURNS integer
    LANGUAGE plpgsql AS $$
DECLARE
    week timestamptz := date_trunc('week', now(), 'UTC');
    parent text;
    child text;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('fairlead_partitions'));
    WHILE week <= until LOOP
        FOREACH parent IN ARRAY ARRAY['execution', 'payload', 'blob', 'step_attempt', 'outcome', 'business_key'] LOOP
            child := parent || '_' || to_char(week AT TIME ZONE 'UTC', 'IYYY"w"IW');
            IF to_regclass(child) IS NULL THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                    parent, child, fairlead_uuid_floor(week), fairlead_uuid_floor(week + interval '7 days'));
                made := made + 1;
            END IF;
        END LOOP;
        week := week + interval '7 days';
    END LOOP;
    RETURN made;
END $$;

DO $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['execution', 'payload', 'blob', 'step_attempt', 'outcome', 'business_key'] LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_default', parent);
    END LOOP;
END $$;

-- lz4 costs a fraction of pglz; a server built without it keeps its own default.
DO $$
BEGIN
    ALTER TABLE payload ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE blob ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE step_attempt ALTER COLUMN output SET COMPRESSION lz4;
    ALTER TABLE step_attempt ALTER COLUMN request SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'This server has no lz4; its default compression is used.';
END $$;

SELECT fairlead_ensure_partitions(now() + interval '28 days');

CREATE FUNCTION fairlead_keep_version() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('fairlead.removing_flow', true) = OLD.flow_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'A published version never changes: version % of flow %', OLD.number, OLD.flow_id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER flow_version_immutable BEFORE UPDATE OR DELETE ON flow_version
    FOR EACH ROW EXECUTE FUNCTION fairlead_keep_version();
