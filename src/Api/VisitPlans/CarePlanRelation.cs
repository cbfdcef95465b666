using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Care plans as their events left them. The view is <c>api.care_plan</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class CarePlanRelation
{
    public static Relation Relation { get; } = new(
        "CarePlan",
        "api",
        "care_plan",
        [
            new("carePlanId", "id", Uuid, false, "The care plan's id in the read model."),
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
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToOne("patient", () => PatientRelation.Relation, [("patient_id", "id")], true, "Whose it is; null when the event store names a patient who is not registered."),
            new ToOne("destination", () => DestinationRelation.Relation, [("clinic_id", "clinic_id")], true, "The clinic."),
            new ToMany("appointments", () => AppointmentRelation.Relation, [("id", "care_plan_id")], "Its appointments."),
            new ToMany("visitPlans", () => VisitPlanRelation.Relation, [("aggregate_id", "care_plan_aggregate_id")], "The visit plans written for it."),
        ],
    };
}
