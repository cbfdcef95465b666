using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Clinics. The view is <c>api.destination</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class DestinationRelation
{
    public static Relation Relation { get; } = new(
        "Destination",
        "api",
        "destination",
        [
            new("destinationId", "id", Uuid, false, "The clinic's id."),
            new("clinicId", "clinic_id", Text, false, "Its id in the scheduling system."),
            new("name", "name", Text, false, "Its name."),
            new("state", "state", FixedText, true, "Its state, two letters."),
            new("region", "region", Text, true, "Its region."),
        ],
        key: ["id"])
    {
        Description = "A clinic, where appointments take place.",
        DefaultOrder = [("name", false)],
        Features = FeatureSet.Of(AccessRule.Reference),
    };
}
