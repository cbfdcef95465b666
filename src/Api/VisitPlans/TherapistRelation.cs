using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Therapists. The view is <c>api.therapist</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class TherapistRelation
{
    public static Relation Relation { get; } = new(
        "Therapist",
        "api",
        "therapist",
        [
            new("therapistId", "id", Uuid, false, "The therapist's id."),
            new("npi", "npi", FixedText, true, "The National Provider Identifier."),
            new("firstName", "first_name", Text, false, "The given name."),
            new("lastName", "last_name", Text, false, "The family name."),
            new("clinicientStaffId", "clinicient_staff_id", Text, false, "The id in the scheduling system."),
        ],
        key: ["id"])
    {
        Description = "A therapist.",
        DefaultOrder = [("last_name", false), ("first_name", false)],
        Features = FeatureSet.Of(AccessRule.Reference),
    };
}
