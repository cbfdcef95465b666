-- A visit plan knows its patient -------------------------------------------------------------------------------------
-- Row rules ask for the patient of every row they pass: one look-up for a visit plan in place of two, and an index that begins with the
-- patient for teams of few. Null until the care plan's events have been projected, and then no team's.

ALTER TABLE matrix.care_plan ADD CONSTRAINT care_plan_aggregate_patient_key UNIQUE (aggregate_id, patient_id);

ALTER TABLE marketplace.visit_plan ADD COLUMN patient_id uuid;

COMMENT ON COLUMN marketplace.visit_plan.patient_id IS
    'The care plan''s patient, kept for row rules. Never another: the foreign key carries changes over. Null until the care plan is known.';

UPDATE marketplace.visit_plan AS plan
SET patient_id = care_plan.patient_id
FROM matrix.care_plan AS care_plan
WHERE care_plan.aggregate_id = plan.care_plan_aggregate_id;

-- What may not be is a patient who is not the care plan's: whoever sees that patient would see the plan.
ALTER TABLE marketplace.visit_plan ADD CONSTRAINT visit_plan_patient_fkey
    FOREIGN KEY (care_plan_aggregate_id, patient_id) REFERENCES matrix.care_plan (aggregate_id, patient_id)
    ON UPDATE CASCADE ON DELETE SET NULL (patient_id);

-- All that a page of plans by date of appointment decides, for each patient.
CREATE INDEX visit_plan_patient_idx ON marketplace.visit_plan (patient_id, created_at, id, appointment_date);

-- The lock keeps the care plan's patient as it was found until the plan is written.
CREATE FUNCTION marketplace.find_patient_of_visit_plan() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.patient_id := (SELECT plan.patient_id FROM matrix.care_plan AS plan WHERE plan.aggregate_id = NEW.care_plan_aggregate_id FOR KEY SHARE);
    RETURN NEW;
END
$$;

CREATE TRIGGER visit_plan_finds_its_patient BEFORE INSERT ON marketplace.visit_plan
    FOR EACH ROW WHEN (NEW.patient_id IS NULL) EXECUTE FUNCTION marketplace.find_patient_of_visit_plan();
CREATE TRIGGER visit_plan_finds_its_other_patient BEFORE UPDATE OF care_plan_aggregate_id ON marketplace.visit_plan
    FOR EACH ROW WHEN (NEW.care_plan_aggregate_id IS DISTINCT FROM OLD.care_plan_aggregate_id)
    EXECUTE FUNCTION marketplace.find_patient_of_visit_plan();

-- A plan that is written at the same time as its care plan may miss it, and be missed: the projector's next pass looks again.
CREATE FUNCTION matrix.tell_visit_plans_their_patient() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE marketplace.visit_plan AS plan
    SET patient_id = written.patient_id
    FROM written
    WHERE plan.care_plan_aggregate_id = written.aggregate_id AND plan.patient_id IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER care_plan_is_what_visit_plans_waited_for AFTER INSERT ON matrix.care_plan
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION matrix.tell_visit_plans_their_patient();
CREATE TRIGGER care_plan_becomes_what_visit_plans_waited_for AFTER UPDATE ON matrix.care_plan
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION matrix.tell_visit_plans_their_patient();

-- The rule, look-up by look-up -----------------------------------------------------------------------------------------
-- OFFSET 0 keeps PostgreSQL from reading all patients of the caller into a hash table for a page that needs a hundred of them.

ALTER POLICY own_patients ON marketplace.visit_plan
    USING (EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = visit_plan.patient_id OFFSET 0));
ALTER POLICY own_patients ON marketplace.patient
    USING (EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = patient.id OFFSET 0));
ALTER POLICY own_patients ON matrix.care_plan
    USING (EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = care_plan.patient_id OFFSET 0));
ALTER POLICY own_patients ON immunisation.patient_team
    USING (EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = patient_team.patient_id OFFSET 0));
ALTER POLICY own_patients ON matrix.appointment
    USING (EXISTS (SELECT FROM matrix.care_plan AS plan WHERE plan.id = appointment.care_plan_id OFFSET 0));
ALTER POLICY own_patients ON marketplace.visit_plan_entry
    USING (EXISTS (SELECT FROM marketplace.visit_plan AS plan WHERE plan.id = visit_plan_entry.visit_plan_id OFFSET 0));

-- What GraphQL reads, with the patient at the end: a way in for teams of few.
CREATE OR REPLACE VIEW api.visit_plan_row WITH (security_invoker = true) AS
SELECT
    plan.id AS visit_plan_id,
    plan.created_at,
    plan.published_at,
    plan.published_at IS NOT NULL AS is_published,
    plan.care_plan_aggregate_id,
    plan.appointment_id,
    plan.prescribed_by_id,
    plan.plan_text,
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
    ) AS visits_remaining,
    plan.patient_id
FROM marketplace.visit_plan AS plan;
