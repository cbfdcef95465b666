-- Roles --------------------------------------------------------------------------------------------------------------
-- healthgraph_admin reads what analysts read, and the audit. healthgraph_auditor adds to the audit and may do nothing else.

DO $$
DECLARE
    wanted text;
    missing text[] := '{}';
    may_become text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['healthgraph_admin', 'healthgraph_auditor'] LOOP
        BEGIN
            IF to_regrole(wanted) IS NULL THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN %s', wanted, CASE wanted WHEN 'healthgraph_admin' THEN 'INHERIT' ELSE 'NOINHERIT' END);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN missing := missing || wanted;
        END;
    END LOOP;

    IF missing <> '{}' THEN
        RAISE EXCEPTION 'The roles % do not exist, and % may not create roles', array_to_string(missing, ', '), current_user
            USING ERRCODE = 'insufficient_privilege';
    END IF;

    IF NOT pg_has_role('healthgraph_admin', 'healthgraph_analyst', 'USAGE') THEN
        GRANT healthgraph_analyst TO healthgraph_admin;
    END IF;

    IF NOT pg_has_role('healthgraph_reader', 'healthgraph_admin', 'MEMBER') THEN
        GRANT healthgraph_admin TO healthgraph_reader;
    END IF;

    IF NOT pg_has_role(current_user, 'healthgraph_auditor', may_become) THEN
        EXECUTE format('GRANT healthgraph_auditor TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION '%: an administrator runs what docs/security.md has under "A database of your own".', SQLERRM
            USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The table ----------------------------------------------------------------------------------------------------------

CREATE TABLE access.audit_event (
    id             uuid        NOT NULL,
    at             timestamptz NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('READ', 'CHANGE')),
    outcome        text        NOT NULL CHECK (outcome IN ('COMPLETE', 'FAILED', 'CANCELLED', 'REFUSED')),
    principal_id   uuid        NOT NULL,
    principal_name text        NOT NULL,
    principal_role text        NOT NULL,
    subject        text        NULL,
    operation_name text        NULL,
    document_hash  text        NOT NULL,
    field          text        NULL,
    relation       text        NULL,
    patient_rows   bigint      NOT NULL DEFAULT 0,
    groups         bigint      NOT NULL DEFAULT 0,
    is_counted     boolean     NOT NULL DEFAULT false,
    run_id         uuid        NULL,
    format         text        NOT NULL,
    remote_address text        NULL,
    trace_id       text        NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX audit_event_at_idx ON access.audit_event (at, id);
CREATE INDEX audit_event_principal_idx ON access.audit_event (principal_id, at, id);
CREATE INDEX audit_event_relation_idx ON access.audit_event (relation, at, id);

COMMENT ON TABLE access.audit_event IS 'Who read and changed what, by month (UTC). Rows are added and never changed; whole months go when their time is over. docs/security.md';
COMMENT ON COLUMN access.audit_event.patient_rows IS 'Rows of the relation that were given out, each as often as it was.';
COMMENT ON COLUMN access.audit_event.is_counted IS 'Whether a number of rows was told: a total, or the length of a list.';

-- Nobody changes what was written: no right does away with this, but that of whoever owns the table to take it off.
CREATE FUNCTION access.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit is only added to.' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_event_stands BEFORE UPDATE OR DELETE ON access.audit_event
    FOR EACH ROW EXECUTE FUNCTION access.refuse_audit_change();
CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON access.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_audit_change();

-- Months -------------------------------------------------------------------------------------------------------------

CREATE FUNCTION access.make_audit_month(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'audit_event_' || to_char(month, 'YYYY_MM');
BEGIN
    IF to_regclass('access.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;

    EXECUTE format(
        'CREATE TABLE access.%I PARTITION OF access.audit_event FOR VALUES FROM (%L) TO (%L)',
        name, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    EXECUTE format('CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON access.%I FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_audit_change()', name);
    RETURN true;
END
$$;

COMMENT ON FUNCTION access.make_audit_month(date) IS 'Makes the partition of the month that begins on that day, unless it is there.';

-- What came in a month without a partition; it is put where it belongs when partitions are next made.
CREATE FUNCTION access.make_audit_remainder() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TABLE access.audit_event_remainder PARTITION OF access.audit_event DEFAULT;
    CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON access.audit_event_remainder
        FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_audit_change();
END
$$;

CREATE FUNCTION access.make_audit_months(instant timestamptz, ahead int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    this_month date := date_trunc('month', instant AT TIME ZONE 'UTC')::date;
    month_found date;
    made int := 0;
    has_remainder boolean;
BEGIN
    SELECT EXISTS (SELECT FROM access.audit_event_remainder) INTO has_remainder;
    IF has_remainder THEN
        ALTER TABLE access.audit_event DETACH PARTITION access.audit_event_remainder;
        ALTER TABLE access.audit_event_remainder RENAME TO audit_event_moved;
        FOR month_found IN SELECT DISTINCT date_trunc('month', moved.at AT TIME ZONE 'UTC')::date FROM access.audit_event_moved AS moved LOOP
            made := made + access.make_audit_month(month_found)::int;
        END LOOP;
        INSERT INTO access.audit_event SELECT * FROM access.audit_event_moved;
        DROP TABLE access.audit_event_moved;
        PERFORM access.make_audit_remainder();
    END IF;

    FOR months IN 0..ahead LOOP
        made := made + access.make_audit_month((this_month + make_interval(months => months))::date)::int;
    END LOOP;
    RETURN made;
END
$$;

COMMENT ON FUNCTION access.make_audit_months(timestamptz, int) IS 'Makes the partitions of the month of the instant, and of as many after it; what came without one is put where it belongs. Says how many it made.';

CREATE FUNCTION access.drop_audit_months(before timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    month_table regclass;
    dropped int := 0;
BEGIN
    FOR month_table IN
        SELECT child.oid::regclass
        FROM pg_inherits
        JOIN pg_class AS child ON child.oid = inhrelid
        WHERE inhparent = 'access.audit_event'::regclass
          AND child.relname ~ '^audit_event_[0-9]{4}_[0-9]{2}$'
          AND (to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= before
    LOOP
        EXECUTE format('DROP TABLE %s', month_table);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;

COMMENT ON FUNCTION access.drop_audit_months(timestamptz) IS 'Drops the partitions whose month was over at the instant. Says how many.';

REVOKE EXECUTE ON FUNCTION access.make_audit_month(date), access.make_audit_remainder(), access.make_audit_months(timestamptz, int), access.drop_audit_months(timestamptz) FROM PUBLIC;

SELECT access.make_audit_remainder();
SELECT access.make_audit_months(now(), 3);

-- Who may ------------------------------------------------------------------------------------------------------------

CREATE VIEW api.audit_event WITH (security_invoker = true) AS
SELECT
    id, at, kind, outcome, principal_id, principal_name, principal_role, subject, operation_name, document_hash, field, relation,
    patient_rows, groups, is_counted, run_id, format, remote_address, trace_id
FROM access.audit_event;

GRANT SELECT ON access.audit_event, api.audit_event TO healthgraph_admin;
GRANT USAGE ON SCHEMA access TO healthgraph_auditor;
GRANT INSERT ON access.audit_event TO healthgraph_auditor;
