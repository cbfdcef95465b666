-- Roles --------------------------------------------------------------------------------------------------------------
-- Roles belong to the cluster, so they may be there from another database, or because somebody made them for us.
-- A reading connection rests as healthgraph_reader, which may read nothing, and takes one of the others for each statement.

DO $$
DECLARE
    wanted text;
    missing text[] := '{}';
    reading CONSTANT text[] := ARRAY['healthgraph_analyst', 'healthgraph_team', 'healthgraph_deidentified', 'healthgraph_operator'];
BEGIN
    FOREACH wanted IN ARRAY ARRAY['healthgraph_reader'] || reading LOOP
        BEGIN
            IF to_regrole(wanted) IS NULL THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
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

    FOREACH wanted IN ARRAY reading LOOP
        IF NOT pg_has_role('healthgraph_reader', wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO healthgraph_reader', wanted);
        END IF;
    END LOOP;

    IF NOT pg_has_role(current_user, 'healthgraph_reader', 'MEMBER') THEN
        EXECUTE format('GRANT healthgraph_reader TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION '%: an administrator runs what docs/security.md has under "A database of your own".', SQLERRM
            USING ERRCODE = 'insufficient_privilege';
END
$$;

COMMENT ON SCHEMA access IS 'Who may ask, and who reads which rows.';

GRANT USAGE ON SCHEMA api, access, marketplace, matrix, immunisation TO healthgraph_analyst, healthgraph_team;
GRANT USAGE ON SCHEMA api, jobs TO healthgraph_operator;
GRANT USAGE ON SCHEMA jobs TO healthgraph_analyst;

-- The rule -----------------------------------------------------------------------------------------------------------
-- The teams of the caller are set for one statement, in its transaction: healthgraph.teams, as '{1,2}'. Where nothing was set, nobody is
-- visible. The subquery is worked out once per statement. The view reads memberships as its owner, so that a team learns of its own alone.

CREATE VIEW access.visible_patient AS
SELECT membership.patient_id
FROM immunisation.patient_team AS membership
WHERE membership.team_id = ANY ((SELECT nullif(current_setting('healthgraph.teams', true), '')::bigint[])::bigint[]);

COMMENT ON VIEW access.visible_patient IS 'The patients of the teams that the statement reads for, once for each of those teams. The one place that says who sees whom.';

-- Their care plans, for statements that begin with them; here the list is worked out once, and without the inner subquery the planner
-- knows how long it is.
CREATE VIEW access.visible_care_plan AS
SELECT plan.id, plan.aggregate_id
FROM immunisation.patient_team AS membership
JOIN matrix.care_plan AS plan ON plan.patient_id = membership.patient_id
WHERE membership.team_id = ANY (nullif(current_setting('healthgraph.teams', true), '')::bigint[]);

COMMENT ON VIEW access.visible_care_plan IS 'The care plans of visible patients: a way in for queries of teams with few patients. No policy hangs on it.';

GRANT SELECT ON access.visible_patient, access.visible_care_plan TO healthgraph_team;

-- How a relation is opened to readers. Every table with a patient, of this migration and of those to come, goes through the first of
-- these; a test fails for a table that a reader sees and that did not, unless the test names it as one without patients.

CREATE FUNCTION access.open_by_patient(relation regclass, own_patients text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('CREATE POLICY all_rows ON %s FOR SELECT TO healthgraph_analyst USING (true)', relation);
    EXECUTE format('CREATE POLICY own_patients ON %s FOR SELECT TO healthgraph_team USING (%s)', relation, own_patients);
    EXECUTE format('GRANT SELECT ON %s TO healthgraph_analyst, healthgraph_team', relation);
END
$$;

COMMENT ON FUNCTION access.open_by_patient(regclass, text) IS
    'Lets analysts read all rows of a table and teams those for which the condition holds: that an outer row is visible (EXISTS over a table with policies of its own), or EXISTS over access.visible_patient.';

CREATE FUNCTION access.open_to_all(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('GRANT SELECT ON %s TO healthgraph_analyst, healthgraph_team', relation);
END
$$;

COMMENT ON FUNCTION access.open_to_all(regclass) IS
    'Lets analysts and teams read a table without patients, or a view. A view must be security_invoker, or it would read as its owner, whom no policy binds.';

CREATE FUNCTION access.close_to_readers(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, healthgraph_reader, healthgraph_analyst, healthgraph_team, healthgraph_deidentified, healthgraph_operator', relation);
END
$$;

COMMENT ON FUNCTION access.close_to_readers(regclass) IS 'A table with patients that no reader sees: no grant, and no row should there ever be one.';

REVOKE EXECUTE ON FUNCTION access.open_by_patient(regclass, text), access.open_to_all(regclass), access.close_to_readers(regclass) FROM PUBLIC;

-- Tables with patients -----------------------------------------------------------------------------------------------
-- A row without a patient belongs to no team. The inner tables have policies of their own, so the rule is stated once.

SELECT access.open_by_patient('marketplace.patient', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = patient.id)');
SELECT access.open_by_patient('matrix.care_plan', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = care_plan.patient_id)');
SELECT access.open_by_patient('immunisation.patient_team', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = patient_team.patient_id)');
SELECT access.open_by_patient('matrix.appointment', 'EXISTS (SELECT FROM matrix.care_plan AS plan WHERE plan.id = appointment.care_plan_id)');
SELECT access.open_by_patient('marketplace.visit_plan', 'EXISTS (SELECT FROM matrix.care_plan AS plan WHERE plan.aggregate_id = visit_plan.care_plan_aggregate_id)');
SELECT access.open_by_patient('marketplace.visit_plan_entry', 'EXISTS (SELECT FROM marketplace.visit_plan AS plan WHERE plan.id = visit_plan_entry.visit_plan_id)');

SELECT access.open_by_patient('immunisation.patient_location', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = patient_location.patient_id)');
SELECT access.open_by_patient('immunisation.school_move', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = school_move.patient_id)');
SELECT access.open_by_patient('immunisation.archive_reason', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = archive_reason.patient_id)');
SELECT access.open_by_patient('immunisation.vaccination_record', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = vaccination_record.patient_id)');
SELECT access.open_by_patient('immunisation.immunisation_import_vaccination_record', 'EXISTS (SELECT FROM immunisation.vaccination_record AS record WHERE record.id = immunisation_import_vaccination_record.vaccination_record_id)');

SELECT access.close_to_readers(closed)
FROM unnest(ARRAY['eventstore.care_plan_event', 'immunisation.patient_team_change']::regclass[]) AS closed;

-- Tables without, and the views over both ----------------------------------------------------------------------------

SELECT access.open_to_all(opened) FROM unnest(ARRAY[
    'matrix.therapist', 'matrix.destination', 'immunisation.team', 'immunisation.location', 'immunisation.team_location', 'immunisation.session',
    'immunisation.immunisation_import', 'immunisation.patient_team_rule',
    'api.patient', 'api.care_plan', 'api.appointment', 'api.visit_plan_row', 'api.visit_plan_entry', 'api.patient_team',
    'api.therapist', 'api.destination', 'api.team']::regclass[]) AS opened;

GRANT SELECT ON jobs.run, api.run TO healthgraph_analyst, healthgraph_operator;

-- Without what identifies a person -----------------------------------------------------------------------------------
-- The same names as in api, read as the owner, so that this role needs no leave for a table that has more. What is left out is a constant
-- here: filters, orders, groups and cursors find nothing else. Names of therapists and physicians are not the patient's.

CREATE SCHEMA deidentified;

COMMENT ON SCHEMA deidentified IS 'What api shows, of all patients, without names, external ids and free text, and with the year of a birth in place of its date.';

CREATE VIEW deidentified.patient AS
SELECT
    id, NULL::text AS external_id, NULL::text AS first_name, NULL::text AS last_name,
    date_trunc('year', birth_date::timestamp)::date AS birth_date, gender, state, created_at
FROM marketplace.patient;

CREATE VIEW deidentified.care_plan AS
SELECT
    id, aggregate_id, care_plan_number, patient_id, affected_body_part, surgery_date, clinic_id,
    physician_id, physician_npi, physician_first_name, physician_last_name, started_on, ended_on, status, version
FROM matrix.care_plan;

CREATE VIEW deidentified.appointment AS
SELECT id, appointment_id, care_plan_id, therapist_id, destination_id, created_at, time_start, time_end, status, type
FROM matrix.appointment;

CREATE VIEW deidentified.visit_plan_row AS
SELECT
    plan.id AS visit_plan_id,
    plan.created_at,
    plan.published_at,
    plan.published_at IS NOT NULL AS is_published,
    plan.care_plan_aggregate_id,
    plan.appointment_id,
    plan.prescribed_by_id,
    NULL::text AS plan_text,
    plan.anticipated_discharge_date,
    plan.continuation,
    plan.appointment_date,
    (
        SELECT sum(entry.visits_per_week::bigint * entry.weeks)::bigint
        FROM marketplace.visit_plan_entry AS entry
        WHERE entry.visit_plan_id = plan.id
    ) AS total_expected_visits,
    (
        SELECT greatest(sum(entry.visits_per_week::bigint * entry.weeks)::bigint - (
            SELECT count(*)
            FROM matrix.care_plan AS care_plan
            JOIN matrix.appointment AS done ON done.care_plan_id = care_plan.id
            WHERE care_plan.aggregate_id = plan.care_plan_aggregate_id
              AND done.status = 'completed'
              AND done.time_start >= plan.appointment_date
        ), 0)
        FROM marketplace.visit_plan_entry AS entry
        WHERE entry.visit_plan_id = plan.id
        HAVING count(*) > 0
    ) AS visits_remaining
FROM marketplace.visit_plan AS plan;

CREATE VIEW deidentified.visit_plan_entry AS
SELECT id, visit_plan_id, position, visits_per_week, weeks, NULL::text AS instructions
FROM marketplace.visit_plan_entry;

CREATE VIEW deidentified.patient_team AS
SELECT patient_id, team_id, sources
FROM immunisation.patient_team;

CREATE VIEW deidentified.team AS SELECT id AS team_id, name FROM immunisation.team;

CREATE VIEW deidentified.therapist AS SELECT id, npi, first_name, last_name, clinicient_staff_id FROM matrix.therapist;

CREATE VIEW deidentified.destination AS SELECT id, clinic_id, name, state, region FROM matrix.destination;

-- The reasons of memberships are a view of a migration that may come before or after this one in a database's history.
DO $$
BEGIN
    IF to_regclass('api.membership_reason') IS NOT NULL THEN
        PERFORM access.open_to_all('api.membership_reason');
        EXECUTE 'CREATE VIEW deidentified.membership_reason AS ' || pg_get_viewdef('api.membership_reason'::regclass);
    END IF;
END
$$;

GRANT USAGE ON SCHEMA deidentified TO healthgraph_deidentified;
GRANT SELECT ON ALL TABLES IN SCHEMA deidentified TO healthgraph_deidentified;
