-- What somebody has to be told of. It is written with the end of the run, so that a node that dies forgets nothing.

CREATE TABLE jobs.notification (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    run_id uuid NOT NULL REFERENCES jobs.run ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz
);

CREATE INDEX notification_waiting_idx ON jobs.notification (next_attempt_at) WHERE delivered_at IS NULL;
CREATE INDEX notification_run_idx ON jobs.notification (run_id);

CREATE FUNCTION jobs.note_failed_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jobs.notification (run_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER run_has_failed AFTER UPDATE ON jobs.run
    FOR EACH ROW
    WHEN (NEW.state = 'FAILED' AND OLD.state <> 'FAILED')
    EXECUTE FUNCTION jobs.note_failed_run();
