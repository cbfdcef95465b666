using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Visit plans, flattened with their appointment, therapist and clinic. The view is <c>api.visit_plan</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class VisitPlanRelation
{
    public static Relation Relation { get; } = new(
        "VisitPlan",
        "api",
        "visit_plan",
        [
            new("visitPlanId", "visit_plan_id", Uuid, false, "The visit plan's id."),
            new("createdAt", "created_at", Timestamptz, false, "When the plan was written."),
            new("publishedAt", "published_at", Timestamptz, true, "When the plan was published; null for a draft."),
            new("isPublished", "is_published", Bool, false, "Whether the plan is published: `publishedAt` has a value."),
            new("planText", "plan_text", Text, false, "The plan in the therapist's words."),
            new("anticipatedDischargeDate", "anticipated_discharge_date", Date, true, "The day on which treatment is expected to end."),
            new("continuation", "continuation", Bool, false, "Whether the plan continues an earlier one."),
            new("prescribedById", "prescribed_by_id", Uuid, false, "Who prescribed the plan."),
            new("carePlanAggregateId", "care_plan_aggregate_id", Uuid, false, "The care plan's id in the event store."),
            new("carePlanId", "care_plan_id", Uuid, true, "The care plan's id in the read model; null until its events have been projected."),
            new("patientId", "patient_id", Uuid, true, "The patient's id; null until the care plan's events have been projected."),
            new("appointmentId", "appointment_id", Uuid, false, "The appointment at which the plan was written."),
            new("appointmentDate", "appointment_date", Timestamptz, false, "The instant of that appointment, as the plan knows it."),
            new("appointmentStart", "appointment_start", Timestamptz, true, "When the appointment starts, by the read model."),
            new("appointmentEnd", "appointment_end", Timestamptz, true, "When the appointment ends, by the read model."),
            new("appointmentStatus", "appointment_status", Text, true, "The appointment's status: `scheduled`, `in_progress`, `completed`, `cancelled`."),
            new("appointmentType", "appointment_type", Text, true, "The appointment's type."),
            new("therapistId", "therapist_id", Uuid, true, "The appointment's therapist."),
            new("therapistNpi", "therapist_npi", FixedText, true, "The therapist's National Provider Identifier."),
            new("therapistFirstName", "therapist_first_name", Text, true, "The therapist's given name."),
            new("therapistLastName", "therapist_last_name", Text, true, "The therapist's family name."),
            new("destinationId", "destination_id", Uuid, true, "The clinic of the appointment."),
            new("clinicId", "clinic_id", Text, true, "The clinic's id in the scheduling system."),
            new("destinationName", "destination_name", Text, true, "The clinic's name."),
            new("destinationState", "destination_state", FixedText, true, "The clinic's state, two letters."),
            new("destinationRegion", "destination_region", Text, true, "The clinic's region."),
            new("affectedBodyPart", "affected_body_part", Text, true, "The body part that is treated."),
            new("surgeryDate", "surgery_date", Date, true, "The day of the surgery that led to the care plan, if any."),
            new("carePlanNumber", "care_plan_number", Int4, true, "The care plan's number for its patient."),
            new("carePlanStartedOn", "started_on", Date, true, "The care plan's first day."),
            new("carePlanEndedOn", "ended_on", Date, true, "The care plan's last day; null while it is open."),
            new(
                "totalExpectedVisits",
                "total_expected_visits",
                Int8,
                true,
                "The sum of visits per week times weeks over the entries; null for a plan without entries."),
            new(
                "visitsRemaining",
                "visits_remaining",
                Int8,
                true,
                "`totalExpectedVisits` minus the care plan's completed appointments at or after the plan's appointment, not below 0; null for a plan without entries."),
        ],
        key: ["visit_plan_id"])
    {
        Description = "A visit plan: how often a patient is to come, prescribed at an appointment of a care plan.",
        DefaultOrder = [("created_at", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToOne("patient", () => PatientRelation.Relation, [("patient_id", "id")], true, "The patient; null until the care plan's events have been projected."),
            new ToOne("carePlan", () => CarePlanRelation.Relation, [("care_plan_aggregate_id", "aggregate_id")], true, "The care plan; null until its events have been projected."),
            new ToOne("appointment", () => AppointmentRelation.Relation, [("appointment_id", "appointment_id")], true, "The appointment; null until its events have been projected."),
            new ToOne("therapist", () => TherapistRelation.Relation, [("therapist_id", "id")], true, "The appointment's therapist."),
            new ToOne("destination", () => DestinationRelation.Relation, [("destination_id", "id")], true, "The clinic of the appointment."),
            new ToMany("entries", () => VisitPlanEntryRelation.Relation, [("visit_plan_id", "visit_plan_id")], "What is prescribed, phase by phase."),
        ],
    };
}
