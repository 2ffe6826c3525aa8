-- How long a flow's data is kept where that is shorter than the installation's own time.
CREATE TABLE flow_retention (
    flow_id bigint NOT NULL,
    days integer NOT NULL,
    data_class text NOT NULL,
    done uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    CONSTRAINT flow_retention_pkey PRIMARY KEY (flow_id, data_class),
    CONSTRAINT flow_retention_class CHECK (data_class IN ('content', 'attempts', 'facts')),
    CONSTRAINT flow_retention_days CHECK (days > 0)
);
COMMENT ON COLUMN flow_retention.done IS
    'Everything of the flow up to this execution is removed, so that no row is looked at twice.';
