-- The same rule, found from the patients -------------------------------------------------------------------------------
-- The function says that it is immutable, and is not: PostgreSQL asks it while it plans, and plans only that branch of the CASE that is
-- taken. A plan that was kept may have been made for the other answer, so nothing but speed may hang on it: both branches are the rule.

CREATE FUNCTION access.begins_with(relation text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN current_setting('healthgraph.begins_with', true) = relation;
END
$$;

COMMENT ON FUNCTION access.begins_with(text) IS
    'Whether the statement is to find the rows of this table from the caller''s patients. It decides how rows are found, never which.';

-- A function in place of the subquery: every statement of a team carries the policies of all that its views name, and copies them whenever
-- it is planned.
CREATE FUNCTION access.visible_patients() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY(SELECT visible.patient_id FROM access.visible_patient AS visible);
END
$$;

COMMENT ON FUNCTION access.visible_patients() IS 'access.visible_patient as a list.';

-- The list is worked out once per statement and is the index's condition, so that what is found needs no further look-up. Where the
-- statement begins elsewhere, each row is looked up: OFFSET 0 keeps PostgreSQL from reading all patients of the caller for that.
CREATE FUNCTION access.own_patients(relation regclass, patient name) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format(
        'CASE WHEN access.begins_with(%L) THEN %2$I.%3$I = ANY ((SELECT access.visible_patients())::uuid[])'
        ' ELSE EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = %2$I.%3$I OFFSET 0) END',
        schema.nspname || '.' || opened.relname, opened.relname, patient)
    FROM pg_class AS opened
    JOIN pg_namespace AS schema ON schema.oid = opened.relnamespace
    WHERE opened.oid = relation
$$;

COMMENT ON FUNCTION access.own_patients(regclass, name) IS 'The condition of access.open_by_patient for a table with a column for its patient.';

REVOKE EXECUTE ON FUNCTION access.own_patients(regclass, name) FROM PUBLIC;

DO $$
DECLARE
    opened record;
BEGIN
    FOR opened IN
        SELECT relation, patient
        FROM (VALUES
            ('marketplace.patient', 'id'),
            ('marketplace.visit_plan', 'patient_id'),
            ('matrix.care_plan', 'patient_id'),
            ('immunisation.patient_team', 'patient_id'),
            ('immunisation.patient_location', 'patient_id'),
            ('immunisation.school_move', 'patient_id'),
            ('immunisation.archive_reason', 'patient_id'),
            ('immunisation.vaccination_record', 'patient_id'),
            ('mips.row', 'patient_id'),
            ('mips.reject', 'patient_id')) AS opened (relation, patient)
    LOOP
        EXECUTE format('ALTER POLICY own_patients ON %s USING (%s)', opened.relation::regclass, access.own_patients(opened.relation::regclass, opened.patient));
    END LOOP;
END
$$;
