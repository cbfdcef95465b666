using HealthGraph.Api.Composition;

namespace HealthGraph.Api.VisitPlans;

/// <summary>The visit plan part of <c>Query</c>; the SDL is in schema.graphql.</summary>
internal sealed class VisitPlanFields : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.QueryFields.AddRange(
    [
        parts.Relations.Connection(
            "visitPlans", VisitPlanRelation.Relation, "All visit plans, flattened with their appointment, therapist and clinic."),
        parts.Relations.Connection("carePlans", CarePlanRelation.Relation, "All care plans."),
        parts.Relations.Connection("appointments", AppointmentRelation.Relation, "All appointments."),
        parts.Relations.Connection("patients", PatientRelation.Relation, "All patients."),
        parts.Relations.Connection("therapists", TherapistRelation.Relation, "All therapists."),
        parts.Relations.Connection("destinations", DestinationRelation.Relation, "All clinics."),
    ]);
}
