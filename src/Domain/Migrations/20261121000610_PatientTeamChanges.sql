-- What has changed since memberships were last brought up to date ------------------------------------------------------

-- Appended to by the triggers below and emptied by the updater. Nothing in it is unique, so that two writers never wait for each other.
CREATE TABLE immunisation.patient_team_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patient_id uuid,
    team_id bigint,
    vaccination_record_id bigint,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(patient_id, team_id, vaccination_record_id) <= 1)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

COMMENT ON TABLE immunisation.patient_team_change IS
    'Whose memberships have to be looked at: a patient''s, a team''s, a record''s patient''s, or all when none is named. Gone once that was done.';

-- By which rules the memberships were last computed in full: a node that is set otherwise computes them anew.
CREATE TABLE immunisation.patient_team_rule (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    school_move_team boolean NOT NULL
);

INSERT INTO immunisation.patient_team_rule (school_move_team) VALUES (false);

-- What was loaded before this migration.
INSERT INTO immunisation.patient_team_change DEFAULT VALUES;

-- The marking functions run as their owner: whoever may write the inputs need not be able to write here.
CREATE FUNCTION immunisation.mark_all() RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO immunisation.patient_team_change DEFAULT VALUES;
    PERFORM pg_notify('patient_teams', '');
END
$$;

-- From so many on, to compute everybody's costs less than to write down who they are.
CREATE FUNCTION immunisation.mark_patients(patients uuid[]) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF cardinality(patients) > 20000 THEN
        PERFORM immunisation.mark_all();
    ELSIF cardinality(patients) > 0 THEN
        INSERT INTO immunisation.patient_team_change (patient_id) SELECT DISTINCT unnest(patients);
        PERFORM pg_notify('patient_teams', '');
    END IF;
END
$$;

-- The record, not its patient: until this commits, another transaction may give the record to somebody else.
CREATE FUNCTION immunisation.mark_records(records bigint[]) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF cardinality(records) > 20000 THEN
        PERFORM immunisation.mark_all();
    ELSIF cardinality(records) > 0 THEN
        INSERT INTO immunisation.patient_team_change (vaccination_record_id) SELECT DISTINCT unnest(records);
        PERFORM pg_notify('patient_teams', '');
    END IF;
END
$$;

CREATE FUNCTION immunisation.mark_teams(teams bigint[]) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF cardinality(teams) > 0 THEN
        INSERT INTO immunisation.patient_team_change (team_id) SELECT DISTINCT unnest(teams);
        PERFORM pg_notify('patient_teams', '');
    END IF;
END
$$;

CREATE FUNCTION immunisation.inputs_are_truncated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM immunisation.mark_all();
    RETURN NULL;
END
$$;

-- One function for each input. An UPDATE marks only for rows that mean something else afterwards. A session, an import or a team that is
-- new has nobody yet, because its records come after it; what hangs on one that is removed is changed by its foreign key, and marks itself.

CREATE FUNCTION immunisation.patient_location_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM new_rows LIMIT 20001));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM old_rows LIMIT 20001));
    ELSE
        PERFORM immunisation.mark_patients(ARRAY(
            WITH before AS (SELECT patient_id, location_id, academic_year FROM old_rows),
                 after AS (SELECT patient_id, location_id, academic_year FROM new_rows),
                 other AS ((TABLE before EXCEPT TABLE after) UNION ALL (TABLE after EXCEPT TABLE before))
            SELECT patient_id FROM other LIMIT 20001));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER patient_location_is_new AFTER INSERT ON immunisation.patient_location
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.patient_location_has_changed();
CREATE TRIGGER patient_location_is_changed AFTER UPDATE ON immunisation.patient_location
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.patient_location_has_changed();
CREATE TRIGGER patient_location_is_gone AFTER DELETE ON immunisation.patient_location
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.patient_location_has_changed();
CREATE TRIGGER patient_location_is_truncated AFTER TRUNCATE ON immunisation.patient_location
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

CREATE FUNCTION immunisation.school_move_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM new_rows LIMIT 20001));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM old_rows LIMIT 20001));
    ELSE
        PERFORM immunisation.mark_patients(ARRAY(
            WITH before AS (SELECT patient_id, school_id, academic_year, team_id FROM old_rows),
                 after AS (SELECT patient_id, school_id, academic_year, team_id FROM new_rows),
                 other AS ((TABLE before EXCEPT TABLE after) UNION ALL (TABLE after EXCEPT TABLE before))
            SELECT patient_id FROM other LIMIT 20001));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER school_move_is_new AFTER INSERT ON immunisation.school_move
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.school_move_has_changed();
CREATE TRIGGER school_move_is_changed AFTER UPDATE ON immunisation.school_move
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.school_move_has_changed();
CREATE TRIGGER school_move_is_gone AFTER DELETE ON immunisation.school_move
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.school_move_has_changed();
CREATE TRIGGER school_move_is_truncated AFTER TRUNCATE ON immunisation.school_move
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

CREATE FUNCTION immunisation.archive_reason_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM new_rows LIMIT 20001));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM old_rows LIMIT 20001));
    ELSE
        PERFORM immunisation.mark_patients(ARRAY(
            WITH before AS (SELECT patient_id, team_id FROM old_rows),
                 after AS (SELECT patient_id, team_id FROM new_rows),
                 other AS ((TABLE before EXCEPT TABLE after) UNION ALL (TABLE after EXCEPT TABLE before))
            SELECT patient_id FROM other LIMIT 20001));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER archive_reason_is_new AFTER INSERT ON immunisation.archive_reason
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.archive_reason_has_changed();
CREATE TRIGGER archive_reason_is_changed AFTER UPDATE ON immunisation.archive_reason
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.archive_reason_has_changed();
CREATE TRIGGER archive_reason_is_gone AFTER DELETE ON immunisation.archive_reason
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.archive_reason_has_changed();
CREATE TRIGGER archive_reason_is_truncated AFTER TRUNCATE ON immunisation.archive_reason
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

CREATE FUNCTION immunisation.vaccination_record_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM new_rows LIMIT 20001));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM immunisation.mark_patients(ARRAY(SELECT patient_id FROM old_rows LIMIT 20001));
    ELSE
        PERFORM immunisation.mark_patients(ARRAY(
            WITH before AS (SELECT id, patient_id, session_id FROM old_rows),
                 after AS (SELECT id, patient_id, session_id FROM new_rows),
                 other AS ((TABLE before EXCEPT TABLE after) UNION ALL (TABLE after EXCEPT TABLE before))
            SELECT patient_id FROM other LIMIT 20001));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER vaccination_record_is_new AFTER INSERT ON immunisation.vaccination_record
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.vaccination_record_has_changed();
CREATE TRIGGER vaccination_record_is_changed AFTER UPDATE ON immunisation.vaccination_record
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.vaccination_record_has_changed();
CREATE TRIGGER vaccination_record_is_gone AFTER DELETE ON immunisation.vaccination_record
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.vaccination_record_has_changed();
CREATE TRIGGER vaccination_record_is_truncated AFTER TRUNCATE ON immunisation.vaccination_record
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

CREATE FUNCTION immunisation.immunisation_import_vaccination_record_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM immunisation.mark_records(ARRAY(SELECT vaccination_record_id FROM new_rows LIMIT 20001));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM immunisation.mark_records(ARRAY(SELECT vaccination_record_id FROM old_rows LIMIT 20001));
    ELSE
        PERFORM immunisation.mark_records(ARRAY(
            WITH before AS (SELECT immunisation_import_id, vaccination_record_id FROM old_rows),
                 after AS (SELECT immunisation_import_id, vaccination_record_id FROM new_rows),
                 other AS ((TABLE before EXCEPT TABLE after) UNION ALL (TABLE after EXCEPT TABLE before))
            SELECT vaccination_record_id FROM other LIMIT 20001));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER immunisation_import_vaccination_record_is_new AFTER INSERT ON immunisation.immunisation_import_vaccination_record
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.immunisation_import_vaccination_record_has_changed();
CREATE TRIGGER immunisation_import_vaccination_record_is_changed AFTER UPDATE ON immunisation.immunisation_import_vaccination_record
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.immunisation_import_vaccination_record_has_changed();
CREATE TRIGGER immunisation_import_vaccination_record_is_gone AFTER DELETE ON immunisation.immunisation_import_vaccination_record
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.immunisation_import_vaccination_record_has_changed();
CREATE TRIGGER immunisation_import_vaccination_record_is_truncated AFTER TRUNCATE ON immunisation.immunisation_import_vaccination_record
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

CREATE FUNCTION immunisation.team_location_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM immunisation.mark_teams(ARRAY(SELECT team_id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM immunisation.mark_teams(ARRAY(SELECT team_id FROM old_rows));
    ELSE
        PERFORM immunisation.mark_teams(ARRAY(
            WITH before AS (SELECT id, team_id, location_id, academic_year FROM old_rows),
                 after AS (SELECT id, team_id, location_id, academic_year FROM new_rows),
                 other AS ((TABLE before EXCEPT TABLE after) UNION ALL (TABLE after EXCEPT TABLE before))
            SELECT team_id FROM other));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER team_location_is_new AFTER INSERT ON immunisation.team_location
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.team_location_has_changed();
CREATE TRIGGER team_location_is_changed AFTER UPDATE ON immunisation.team_location
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.team_location_has_changed();
CREATE TRIGGER team_location_is_gone AFTER DELETE ON immunisation.team_location
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.team_location_has_changed();
CREATE TRIGGER team_location_is_truncated AFTER TRUNCATE ON immunisation.team_location
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

-- The foreign key holds the places as they are by now, so what is read here stays until this commits.
CREATE FUNCTION immunisation.session_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM immunisation.mark_teams(ARRAY(
        SELECT place.team_id
        FROM old_rows AS before
        JOIN new_rows AS after ON after.id = before.id AND after.team_location_id <> before.team_location_id
        JOIN immunisation.team_location AS place ON place.id IN (before.team_location_id, after.team_location_id)));
    RETURN NULL;
END
$$;

CREATE TRIGGER session_is_changed AFTER UPDATE ON immunisation.session
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.session_has_changed();
CREATE TRIGGER session_is_truncated AFTER TRUNCATE ON immunisation.session
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();

CREATE FUNCTION immunisation.immunisation_import_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM immunisation.mark_teams(ARRAY(
        SELECT unnest(ARRAY[before.team_id, after.team_id])
        FROM old_rows AS before
        JOIN new_rows AS after ON after.id = before.id AND after.team_id <> before.team_id));
    RETURN NULL;
END
$$;

CREATE TRIGGER immunisation_import_is_changed AFTER UPDATE ON immunisation.immunisation_import
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.immunisation_import_has_changed();
CREATE TRIGGER immunisation_import_is_truncated AFTER TRUNCATE ON immunisation.immunisation_import
    FOR EACH STATEMENT EXECUTE FUNCTION immunisation.inputs_are_truncated();
