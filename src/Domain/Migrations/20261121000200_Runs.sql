CREATE SCHEMA jobs;
CREATE SCHEMA IF NOT EXISTS api;

COMMENT ON SCHEMA jobs IS 'Everything long that HealthGraph does, and how far it is. Quartz wakes a run; what is true stands here.';

CREATE TABLE jobs.run (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    arguments jsonb NOT NULL DEFAULT '{}',
    active_key text,
    idempotency_key text UNIQUE,
    requested_by text NOT NULL,
    retry_of uuid REFERENCES jobs.run,
    state text NOT NULL DEFAULT 'QUEUED' CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    attempt int NOT NULL DEFAULT 0,
    handovers int NOT NULL DEFAULT 0,
    lease_owner text,
    lease_until timestamptz,
    fire_instance_id text,
    cancel_requested_at timestamptz,
    cancel_requested_by text,
    progress_step text,
    progress_rows bigint,
    progress_bytes bigint,
    progress_percent double precision,
    checkpoint jsonb,
    outputs jsonb,
    error_code text,
    error_message text,
    created_at timestamptz NOT NULL DEFAULT now(),
    queued_at timestamptz NOT NULL DEFAULT now(),
    scheduled_for timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    CHECK ((state = 'RUNNING') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL))
) WITH (fillfactor = 70);

-- lease_until is in no index, so that a heartbeat stays a HOT update.
CREATE UNIQUE INDEX run_active_key_idx ON jobs.run (kind, active_key) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX run_active_idx ON jobs.run (state, id) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX run_created_at_idx ON jobs.run (created_at, id);
CREATE INDEX run_kind_idx ON jobs.run (kind, created_at, id);
CREATE INDEX run_state_idx ON jobs.run (state, created_at, id);
CREATE INDEX run_retry_of_idx ON jobs.run (retry_of) WHERE retry_of IS NOT NULL;

COMMENT ON COLUMN jobs.run.active_key IS 'Of one kind and key, one run at a time is queued or running. Null: any number.';
COMMENT ON COLUMN jobs.run.attempt IS 'Grows by one each time a node takes the run. The fencing token: whoever holds an older one may not publish.';
COMMENT ON COLUMN jobs.run.handovers IS 'Attempts that ended because their node was asked to stop. They do not count as failed.';
COMMENT ON COLUMN jobs.run.lease_until IS 'By the clock of the database. After it another node may take the run.';
COMMENT ON COLUMN jobs.run.checkpoint IS 'What a later attempt has to know of an earlier one; written by the run''s handler.';

-- What a run has finished and need not do again.
CREATE TABLE jobs.run_part (
    run_id uuid NOT NULL REFERENCES jobs.run ON DELETE CASCADE,
    file_set text NOT NULL,
    number int NOT NULL,
    attempt int NOT NULL,
    path text NOT NULL,
    rows bigint NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    detail jsonb,
    finished_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, file_set, number)
);

CREATE FUNCTION jobs.notify_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('jobs_run', NEW.id::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER run_is_new AFTER INSERT ON jobs.run
    FOR EACH ROW EXECUTE FUNCTION jobs.notify_run();

-- A heartbeat that brings nothing new tells nobody.
CREATE TRIGGER run_has_changed AFTER UPDATE ON jobs.run
    FOR EACH ROW
    WHEN ((OLD.state, OLD.attempt, OLD.cancel_requested_at, OLD.progress_step, OLD.progress_rows, OLD.progress_bytes, OLD.progress_percent, OLD.outputs)
        IS DISTINCT FROM (NEW.state, NEW.attempt, NEW.cancel_requested_at, NEW.progress_step, NEW.progress_rows, NEW.progress_bytes, NEW.progress_percent, NEW.outputs))
    EXECUTE FUNCTION jobs.notify_run();

CREATE VIEW api.run WITH (security_invoker = true) AS
SELECT
    id, kind, arguments, state, attempt, requested_by, idempotency_key, retry_of,
    progress_step, progress_rows, progress_bytes, progress_percent, outputs, error_code, error_message,
    lease_owner AS node, cancel_requested_at, cancel_requested_by,
    created_at, queued_at, scheduled_for, started_at, finished_at
FROM jobs.run;
