-- What a run asks Athena, written before it is asked: an attempt that died in between is followed by one that finds the query again by its
-- token, and starts no second one.

CREATE TABLE jobs.athena_query (
    run_id uuid NOT NULL REFERENCES jobs.run ON DELETE CASCADE,
    name text NOT NULL,
    number int NOT NULL CHECK (number > 0),
    statement text NOT NULL,
    parameters text[] NOT NULL,
    generation int NOT NULL DEFAULT 1 CHECK (generation > 0),
    query_execution_id text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, name, number)
);

COMMENT ON TABLE jobs.athena_query IS 'The queries of a run in Amazon Athena, by what of the run they are for.';
COMMENT ON COLUMN jobs.athena_query.generation IS 'One more for each time that Athena was to be asked anew; it is part of the token.';
COMMENT ON COLUMN jobs.athena_query.query_execution_id IS 'Null until Athena''s answer is written down.';
