using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.VisitPlans;

/// <summary>The visit plan part of <c>Query</c>; the SDL is in schema.graphql.</summary>
internal static class VisitPlanFields
{
    public static IEnumerable<Field> Query(RelationTypes types) =>
    [
        types.Connection("visitPlans", VisitPlanRelation.Relation, "All visit plans, flattened with their appointment, therapist and clinic."),
        types.Connection("carePlans", CarePlanRelation.Relation, "All care plans."),
        types.Connection("appointments", AppointmentRelation.Relation, "All appointments."),
        types.Connection("patients", PatientRelation.Relation, "All patients."),
        types.Connection("therapists", TherapistRelation.Relation, "All therapists."),
        types.Connection("destinations", DestinationRelation.Relation, "All clinics."),
    ];
}
