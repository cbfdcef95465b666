-- What is counted of a visit plan stands by itself -----------------------------------------------------------------------
-- Every statement copies the views that it names, and the policies of all their tables, each time it is planned. Two counts that few ask
-- for made that a good part of a page's time.

CREATE VIEW api.visit_plan_visits WITH (security_invoker = true) AS
SELECT
    plan.id AS visit_plan_id,
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

COMMENT ON VIEW api.visit_plan_visits IS 'How many visits a visit plan prescribes, and how many of them are left. Null for a plan without entries.';

DROP VIEW api.visit_plan_row;

CREATE VIEW api.visit_plan_row WITH (security_invoker = true) AS
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
    plan.patient_id
FROM marketplace.visit_plan AS plan;

COMMENT ON VIEW api.visit_plan_row IS 'Visit plans by themselves. What they have of others, and what is counted, is joined where it is asked for.';

SELECT access.open_to_all('api.visit_plan_row');
SELECT access.open_to_all('api.visit_plan_visits');

DO $$
BEGIN
    EXECUTE 'CREATE VIEW deidentified.visit_plan_visits AS ' || pg_get_viewdef('api.visit_plan_visits'::regclass);
END
$$;

DROP VIEW deidentified.visit_plan_row;

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
    plan.appointment_date
FROM marketplace.visit_plan AS plan;

GRANT SELECT ON deidentified.visit_plan_row, deidentified.visit_plan_visits TO healthgraph_deidentified;
