using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Appointments of care plans. The view is <c>api.appointment</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class AppointmentRelation
{
    public static ToOne Therapist { get; } =
        new("therapist", () => TherapistRelation.Relation, [("therapist_id", "id")], true, "The therapist.");

    public static ToOne Destination { get; } =
        new("destination", () => DestinationRelation.Relation, [("destination_id", "id")], true, "The clinic.");

    public static Relation Relation { get; } = new(
        "Appointment",
        "api",
        "appointment",
        [
            new("appointmentId", "appointment_id", Uuid, false, "The appointment's id in the event store, which visit plans name."),
            new("carePlanId", "care_plan_id", Uuid, false, "The care plan it belongs to."),
            new("therapistId", "therapist_id", Uuid, true, "The therapist."),
            new("destinationId", "destination_id", Uuid, true, "The clinic."),
            new("createdAt", "created_at", Timestamptz, false, "When it was made."),
            new("timeStart", "time_start", Timestamptz, false, "When it starts."),
            new("timeEnd", "time_end", Timestamptz, true, "When it ends."),
            new("status", "status", Text, false, "`scheduled`, `in_progress`, `completed` or `cancelled`."),
            new("type", "type", Text, true, "Its type."),
        ],
        key: ["appointment_id"])
    {
        Description = "An appointment of a care plan.",
        DefaultOrder = [("time_start", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToOne("carePlan", () => CarePlanRelation.Relation, [("care_plan_id", "id")], false, "The care plan it belongs to."),
            Therapist,
            Destination,
        ],
    };
}
