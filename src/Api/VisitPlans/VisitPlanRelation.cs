using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Visit plans, flattened with their appointment, therapist and clinic. The view is <c>api.visit_plan_row</c>; what <c>api.visit_plan</c> has besides is joined where it is asked for.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class VisitPlanRelation
{
    private static readonly ToOne CarePlan = new(
        "carePlan",
        () => CarePlanRelation.Relation,
        [("care_plan_aggregate_id", "aggregate_id")],
        true,
        "The care plan; null until its events have been projected.");

    private static readonly ToOne Appointment = new(
        "appointment",
        () => AppointmentRelation.Relation,
        [("appointment_id", "appointment_id")],
        true,
        "The appointment; null until its events have been projected.");

    private static readonly ToOne Visits = new(
        "visits",
        () => VisitPlanVisitsRelation.Relation,
        [("visit_plan_id", "visit_plan_id")],
        true,
        "What is counted of it.");

    public static Relation Relation { get; } = new(
        "VisitPlan",
        "api",
        "visit_plan_row",
        [
            new("visitPlanId", "visit_plan_id", Uuid, false, "The visit plan's id."),
            new("createdAt", "created_at", Timestamptz, false, "When the plan was written."),
            new("publishedAt", "published_at", Timestamptz, true, "When the plan was published; null for a draft."),
            new("isPublished", "is_published", Bool, false, "Whether the plan is published: `publishedAt` has a value."),
            new("planText", "plan_text", Text, true, "The plan in the therapist's words."),
            new("anticipatedDischargeDate", "anticipated_discharge_date", Date, true, "The day on which treatment is expected to end."),
            new("continuation", "continuation", Bool, false, "Whether the plan continues an earlier one."),
            new("prescribedById", "prescribed_by_id", Uuid, false, "Who prescribed the plan."),
            new("carePlanAggregateId", "care_plan_aggregate_id", Uuid, false, "The care plan's id in the event store."),
            new("carePlanId", "id", Uuid, true, "The care plan's id in the read model; null until its events have been projected.") { Via = [CarePlan] },
            new("patientId", "patient_id", Uuid, true, "The patient's id; null until the care plan's events have been projected.") { Via = [CarePlan] },
            new("appointmentId", "appointment_id", Uuid, false, "The appointment at which the plan was written."),
            new("appointmentDate", "appointment_date", Timestamptz, false, "The instant of that appointment, as the plan knows it."),
            new("appointmentStart", "time_start", Timestamptz, true, "When the appointment starts, by the read model.") { Via = [Appointment] },
            new("appointmentEnd", "time_end", Timestamptz, true, "When the appointment ends, by the read model.") { Via = [Appointment] },
            new("appointmentStatus", "status", Text, true, "The appointment's status: `scheduled`, `in_progress`, `completed`, `cancelled`.") { Via = [Appointment] },
            new("appointmentType", "type", Text, true, "The appointment's type.") { Via = [Appointment] },
            new("therapistId", "therapist_id", Uuid, true, "The appointment's therapist.") { Via = [Appointment] },
            new("therapistNpi", "npi", FixedText, true, "The therapist's National Provider Identifier.") { Via = [Appointment, AppointmentRelation.Therapist] },
            new("therapistFirstName", "first_name", Text, true, "The therapist's given name.") { Via = [Appointment, AppointmentRelation.Therapist] },
            new("therapistLastName", "last_name", Text, true, "The therapist's family name.") { Via = [Appointment, AppointmentRelation.Therapist] },
            new("destinationId", "destination_id", Uuid, true, "The clinic of the appointment.") { Via = [Appointment] },
            new("clinicId", "clinic_id", Text, true, "The clinic's id in the scheduling system.") { Via = [Appointment, AppointmentRelation.Destination] },
            new("destinationName", "name", Text, true, "The clinic's name.") { Via = [Appointment, AppointmentRelation.Destination] },
            new("destinationState", "state", FixedText, true, "The clinic's state, two letters.") { Via = [Appointment, AppointmentRelation.Destination] },
            new("destinationRegion", "region", Text, true, "The clinic's region.") { Via = [Appointment, AppointmentRelation.Destination] },
            new("affectedBodyPart", "affected_body_part", Text, true, "The body part that is treated.") { Via = [CarePlan] },
            new("surgeryDate", "surgery_date", Date, true, "The day of the surgery that led to the care plan, if any.") { Via = [CarePlan] },
            new("carePlanNumber", "care_plan_number", Int4, true, "The care plan's number for its patient.") { Via = [CarePlan] },
            new("carePlanStartedOn", "started_on", Date, true, "The care plan's first day.") { Via = [CarePlan] },
            new("carePlanEndedOn", "ended_on", Date, true, "The care plan's last day; null while it is open.") { Via = [CarePlan] },
            new(
                "totalExpectedVisits",
                "total_expected_visits",
                Int8,
                true,
                "The sum of visits per week times weeks over the entries; null for a plan without entries.") { Via = [Visits] },
            new(
                "visitsRemaining",
                "visits_remaining",
                Int8,
                true,
                "`totalExpectedVisits` minus the care plan's completed appointments at or after the plan's appointment, not below 0; null for a plan without entries.") { Via = [Visits] },
        ],
        key: ["visit_plan_id"])
    {
        Description = "A visit plan: how often a patient is to come, prescribed at an appointment of a care plan.",
        DefaultOrder = [("created_at", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToOne("patient", () => PatientRelation.Relation, [("patient_id", "id")], true, "The patient; null until the care plan's events have been projected.") { Via = [CarePlan] },
            CarePlan,
            Appointment,
            new ToOne("therapist", () => TherapistRelation.Relation, [("therapist_id", "id")], true, "The appointment's therapist.") { Via = [Appointment] },
            new ToOne("destination", () => DestinationRelation.Relation, [("destination_id", "id")], true, "The clinic of the appointment.") { Via = [Appointment] },
            new ToMany("entries", () => VisitPlanEntryRelation.Relation, [("visit_plan_id", "visit_plan_id")], "What is prescribed, phase by phase."),
        ],
    };
}
