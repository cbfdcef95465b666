-- What GraphQL shows beside the relations that the program knows: tables that were made while it runs. docs/decisions/2611-types-at-run-time.md
CREATE TABLE api.relation_definition (
    type_name text PRIMARY KEY,
    definition jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- One row: which state of the definitions is the latest. Whoever changes them holds it, so that changes come one after the other.
CREATE TABLE api.schema_version (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    version bigint NOT NULL
);
INSERT INTO api.schema_version (version) VALUES (0);

CREATE FUNCTION api.relation_definition_has_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE api.schema_version SET version = version + 1;
    PERFORM pg_notify('api_schema', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER relation_definition_has_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON api.relation_definition
    FOR EACH STATEMENT EXECUTE FUNCTION api.relation_definition_has_changed();
