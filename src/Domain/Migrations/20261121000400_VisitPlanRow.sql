-- The visit plan's own columns, one table deep: PostgreSQL plans every page anew, and planning a view of five tables takes it longer
-- than reading the page. What else the flattened row has, GraphQL joins where it is asked for; exports read api.visit_plan, which has it all.
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
