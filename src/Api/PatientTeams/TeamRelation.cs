using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.PatientTeams;

/// <summary>Vaccination teams. The view is <c>api.team</c>.</summary>
/// <remarks>docs/patient-teams.md.</remarks>
internal static class TeamRelation
{
    public static Relation Relation { get; } = new(
        "Team",
        "api",
        "team",
        [
            new("teamId", "team_id", Int8, false, "The team's id."),
            new("name", "name", Text, false, "Its name."),
        ],
        key: ["team_id"])
    {
        Description = "A vaccination team.",
        DefaultOrder = [("name", false)],
        Features = FeatureSet.Of(AccessRule.Reference),
        Links = [new ToMany("patients", () => PatientTeamRelation.Relation, [("team_id", "team_id")], "Its patients, each with the reasons.")],
    };
}
