using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>The phases of a visit plan. The view is <c>api.visit_plan_entry</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class VisitPlanEntryRelation
{
    public static Relation Relation { get; } = new(
        "VisitPlanEntry",
        "api",
        "visit_plan_entry",
        [
            new("visitPlanEntryId", "id", Uuid, false, "The entry's id."),
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
        Features = FeatureSet.Of(AccessRule.Patients),
    };
}
