using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>What is counted of a visit plan: fields of it, and no type of the schema. The view is <c>api.visit_plan_visits</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class VisitPlanVisitsRelation
{
    public static Relation Relation { get; } = new(
        "VisitPlanVisits",
        "api",
        "visit_plan_visits",
        [
            new("visitPlanId", "visit_plan_id", Uuid, false, "The visit plan."),
            new("totalExpectedVisits", "total_expected_visits", Int8, true, "See the visit plan's field."),
            new("visitsRemaining", "visits_remaining", Int8, true, "See the visit plan's field."),
        ],
        key: ["visit_plan_id"])
    {
        Description = "What is counted of a visit plan.",
        Features = FeatureSet.Of(AccessRule.Patients),
    };
}
