using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.VisitPlans;

/// <summary>The visit plan part of <c>Query</c>; the SDL is in schema.graphql.</summary>
internal static class VisitPlanFields
{
    public static IEnumerable<Field> Query(RelationTypes types) =>
    [
        types.Connection("visitPlans", VisitPlanRelations.VisitPlan, "All visit plans, flattened with their appointment, therapist and clinic."),
        types.Connection("carePlans", VisitPlanRelations.CarePlan, "All care plans."),
        types.Connection("appointments", VisitPlanRelations.Appointment, "All appointments."),
        types.Connection("patients", VisitPlanRelations.Patient, "All patients."),
        types.Connection("therapists", VisitPlanRelations.Therapist, "All therapists."),
        types.Connection("destinations", VisitPlanRelations.Destination, "All clinics."),
    ];
}
