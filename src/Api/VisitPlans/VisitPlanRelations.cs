using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Visit plans and what they hang on, as the views of schema <c>api</c> show them.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class VisitPlanRelations
{
    private static readonly FeatureSet Patients = FeatureSet.Of(AccessRule.Patients);
    private static readonly FeatureSet Reference = FeatureSet.Of(AccessRule.Reference);

    public static Relation VisitPlan { get; } = new(
        "VisitPlan",
        "api",
        "visit_plan",
        [
            new("visitPlanId", "visit_plan_id", Uuid, false, "The visit plan's id."),
            new("createdAt", "created_at", Timestamptz, false, "When the plan was written."),
            new("publishedAt", "published_at", Timestamptz, true, "When the plan was published; null for a draft."),
            new("isPublished", "is_published", Boolean, false, "Whether the plan is published: `publishedAt` has a value."),
            new("planText", "plan_text", Text, false, "The plan in the therapist's words."),
            new("anticipatedDischargeDate", "anticipated_discharge_date", Date, true, "The day on which treatment is expected to end."),
            new("continuation", "continuation", Boolean, false, "Whether the plan continues an earlier one."),
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
        Features = Patients,
        Links =
        [
            new ToOne("patient", () => Patient, [("patient_id", "id")], true, "The patient; null until the care plan's events have been projected."),
            new ToOne("carePlan", () => CarePlan, [("care_plan_aggregate_id", "aggregate_id")], true, "The care plan; null until its events have been projected."),
            new ToOne("appointment", () => Appointment, [("appointment_id", "appointment_id")], true, "The appointment; null until its events have been projected."),
            new ToOne("therapist", () => Therapist, [("therapist_id", "id")], true, "The appointment's therapist."),
            new ToOne("destination", () => Destination, [("destination_id", "id")], true, "The clinic of the appointment."),
            new ToMany("entries", () => VisitPlanEntry, [("visit_plan_id", "visit_plan_id")], "What is prescribed, phase by phase."),
        ],
    };

    public static Relation VisitPlanEntry { get; } = new(
        "VisitPlanEntry",
        "api",
        "visit_plan_entry",
        [
            new("id", "id", Uuid, false, "The entry's id."),
            new("visitPlanId", "visit_plan_id", Uuid, false, "The plan it belongs to."),
            new("position", "position", Int4, false, "Its place in the plan."),
            new("visitsPerWeek", "visits_per_week", Int4, false, "Visits in each week."),
            new("weeks", "weeks", Int4, false, "For how many weeks."),
            new("instructions", "instructions", Text, true, "What to mind in these weeks."),
        ],
        key: ["id"])
    {
        Description = "One phase of a visit plan: so many visits a week for so many weeks.",
        DefaultOrder = [("position", false)],
        Features = Patients,
    };

    public static Relation Patient { get; } = new(
        "Patient",
        "api",
        "patient",
        [
            new("id", "id", Uuid, false, "The patient's id."),
            new("externalId", "external_id", Text, true, "The id of the FHIR Patient who is the same person."),
            new("firstName", "first_name", Text, false, "The given name."),
            new("lastName", "last_name", Text, false, "The family name."),
            new("birthDate", "birth_date", Date, true, "The day of birth."),
            new("gender", "gender", Text, true, "The administrative gender, as FHIR has it."),
            new("state", "state", FixedText, true, "The state of residence, two letters."),
            new("createdAt", "created_at", Timestamptz, false, "When the patient was registered."),
        ],
        key: ["id"])
    {
        Description = "A patient.",
        DefaultOrder = [("created_at", false)],
        Features = Patients,
        Links = [new ToMany("carePlans", () => CarePlan, [("id", "patient_id")], "The patient's care plans.")],
    };

    public static Relation CarePlan { get; } = new(
        "CarePlan",
        "api",
        "care_plan",
        [
            new("id", "id", Uuid, false, "The care plan's id in the read model."),
            new("aggregateId", "aggregate_id", Uuid, false, "Its id in the event store."),
            new("carePlanNumber", "care_plan_number", Int4, true, "Its number for the patient."),
            new("patientId", "patient_id", Uuid, false, "Whose it is."),
            new("affectedBodyPart", "affected_body_part", Text, true, "The body part that is treated."),
            new("surgeryDate", "surgery_date", Date, true, "The day of the surgery that led to it, if any."),
            new("clinicId", "clinic_id", Text, true, "The clinic's id in the scheduling system."),
            new("physicianId", "physician_id", Uuid, true, "The referring physician."),
            new("physicianNpi", "physician_npi", Text, true, "The physician's National Provider Identifier."),
            new("physicianFirstName", "physician_first_name", Text, true, "The physician's given name."),
            new("physicianLastName", "physician_last_name", Text, true, "The physician's family name."),
            new("startedOn", "started_on", Date, true, "The first day."),
            new("endedOn", "ended_on", Date, true, "The last day; null while it is open."),
            new("status", "status", Text, false, "`active` or `completed`."),
            new("version", "version", Int4, false, "The version of the last event that is part of it."),
        ],
        key: ["id"])
    {
        Description = "A care plan, as its events left it.",
        DefaultOrder = [("started_on", false)],
        Features = Patients,
        Links =
        [
            new ToOne("patient", () => Patient, [("patient_id", "id")], true, "Whose it is; null when the event store names a patient who is not registered."),
            new ToOne("destination", () => Destination, [("clinic_id", "clinic_id")], true, "The clinic."),
            new ToMany("appointments", () => Appointment, [("id", "care_plan_id")], "Its appointments."),
            new ToMany("visitPlans", () => VisitPlan, [("aggregate_id", "care_plan_aggregate_id")], "The visit plans written for it."),
        ],
    };

    public static Relation Appointment { get; } = new(
        "Appointment",
        "api",
        "appointment",
        [
            new("id", "id", Uuid, false, "The appointment's id in the read model."),
            new("appointmentId", "appointment_id", Uuid, false, "Its id in the event store, which visit plans name."),
            new("carePlanId", "care_plan_id", Uuid, false, "The care plan it belongs to."),
            new("therapistId", "therapist_id", Uuid, true, "The therapist."),
            new("destinationId", "destination_id", Uuid, true, "The clinic."),
            new("createdAt", "created_at", Timestamptz, false, "When it was made."),
            new("timeStart", "time_start", Timestamptz, false, "When it starts."),
            new("timeEnd", "time_end", Timestamptz, true, "When it ends."),
            new("status", "status", Text, false, "`scheduled`, `in_progress`, `completed` or `cancelled`."),
            new("type", "type", Text, true, "Its type."),
        ],
        key: ["id"])
    {
        Description = "An appointment of a care plan.",
        DefaultOrder = [("time_start", false)],
        Features = Patients,
        Links =
        [
            new ToOne("carePlan", () => CarePlan, [("care_plan_id", "id")], false, "The care plan it belongs to."),
            new ToOne("therapist", () => Therapist, [("therapist_id", "id")], true, "The therapist."),
            new ToOne("destination", () => Destination, [("destination_id", "id")], true, "The clinic."),
        ],
    };

    public static Relation Therapist { get; } = new(
        "Therapist",
        "api",
        "therapist",
        [
            new("id", "id", Uuid, false, "The therapist's id."),
            new("npi", "npi", FixedText, true, "The National Provider Identifier."),
            new("firstName", "first_name", Text, false, "The given name."),
            new("lastName", "last_name", Text, false, "The family name."),
            new("clinicientStaffId", "clinicient_staff_id", Text, false, "The id in the scheduling system."),
        ],
        key: ["id"])
    {
        Description = "A therapist.",
        DefaultOrder = [("last_name", false), ("first_name", false)],
        Features = Reference,
    };

    public static Relation Destination { get; } = new(
        "Destination",
        "api",
        "destination",
        [
            new("id", "id", Uuid, false, "The clinic's id."),
            new("clinicId", "clinic_id", Text, false, "Its id in the scheduling system."),
            new("name", "name", Text, false, "Its name."),
            new("state", "state", FixedText, true, "Its state, two letters."),
            new("region", "region", Text, true, "Its region."),
        ],
        key: ["id"])
    {
        Description = "A clinic, where appointments take place.",
        DefaultOrder = [("name", false)],
        Features = Reference,
    };
}
