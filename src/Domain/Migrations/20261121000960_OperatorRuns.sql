-- Operators see runs and no patient, but what a run was asked for and what it made can name patients: an update of the teams of some does.

CREATE SCHEMA operations;

COMMENT ON SCHEMA operations IS 'What api shows of runs, without ids of patients: for operators, who may read nothing else.';

-- By what an id looks like, whatever it stands under, so that a new kind of run need not think of it. Ids of other things go with them.
CREATE FUNCTION operations.without_ids(value jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    id CONSTANT text := '^\W*[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\W*$';
BEGIN
    CASE jsonb_typeof(value)
        WHEN 'string' THEN
            RETURN CASE WHEN value #>> '{}' ~* id THEN 'null' ELSE to_jsonb(operations.without_ids(value #>> '{}')) END;
        WHEN 'array' THEN
            -- A list of ids is told by its length.
            IF EXISTS (SELECT FROM jsonb_array_elements_text(value) AS item (text) WHERE item.text ~* id) THEN
                RETURN to_jsonb(jsonb_array_length(value));
            END IF;

            RETURN (
                SELECT coalesce(jsonb_agg(operations.without_ids(item.value) ORDER BY item.number), '[]')
                FROM jsonb_array_elements(value) WITH ORDINALITY AS item (value, number));
        WHEN 'object' THEN
            RETURN (
                SELECT coalesce(jsonb_object_agg(
                    entry.key,
                    CASE
                        WHEN entry.key ~* 'patient' AND jsonb_typeof(entry.value) = 'array' THEN to_jsonb(jsonb_array_length(entry.value))
                        WHEN entry.key ~* 'patient' AND jsonb_typeof(entry.value) IN ('string', 'object') THEN 'null'
                        ELSE operations.without_ids(entry.value)
                    END), '{}')
                FROM jsonb_each(value) AS entry
                WHERE entry.key !~* id);
        ELSE
            RETURN value;
    END CASE;
END
$$;

CREATE FUNCTION operations.without_ids(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(value, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '…', 'gi')
$$;

COMMENT ON FUNCTION operations.without_ids(jsonb) IS 'The same without UUIDs and without what stands under the name of a patient: null in the place of one, the length in that of a list.';
COMMENT ON FUNCTION operations.without_ids(text) IS 'The same with … in the place of each UUID.';

CREATE VIEW operations.run AS
SELECT
    id, kind, operations.without_ids(arguments) AS arguments, state, attempt, requested_by, idempotency_key, retry_of,
    operations.without_ids(progress_step) AS progress_step, progress_rows, progress_bytes, progress_percent,
    operations.without_ids(outputs) AS outputs, error_code, operations.without_ids(error_message) AS error_message,
    lease_owner AS node, cancel_requested_at, cancel_requested_by,
    created_at, queued_at, scheduled_for, started_at, finished_at
FROM jobs.run;

REVOKE SELECT ON jobs.run, api.run FROM healthgraph_operator;
GRANT USAGE ON SCHEMA operations TO healthgraph_operator;
GRANT SELECT ON operations.run TO healthgraph_operator;
