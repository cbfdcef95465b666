using HealthGraph.Api.Access;
using HealthGraph.Api.VisitPlans;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.PatientTeams;

/// <summary>Memberships of patients in teams. The view is <c>api.patient_team</c>.</summary>
/// <remarks>docs/patient-teams.md.</remarks>
internal static class PatientTeamRelation
{
    private static readonly ToOne Patient = new(
        "patient", () => PatientRelation.Relation, [("patient_id", "id")], true, "The patient.");

    private static readonly ToOne Team = new("team", () => TeamRelation.Relation, [("team_id", "team_id")], true, "The team.");

    public static Relation Relation { get; } = new(
        "PatientTeam",
        "api",
        "patient_team",
        [
            new("patientId", "patient_id", Uuid, false, "The patient's id."),
            new("teamId", "team_id", Int8, false, "The team's id."),
            new("sources", "sources", NumberEnumList(MembershipSourceType.Type), false, "Why, each reason once and in the order of the enum."),
        ],
        key: ["patient_id", "team_id"])
    {
        Description = "A patient who belongs to a team: the team may see the patient.",
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            Patient,
            Team,
            new ToMany(
                "reasons",
                () => MembershipReasonRelation.Relation,
                [("patient_id", "patient_id"), ("team_id", "team_id")],
                "The rows that give each source, as they are now: after a change they may be ahead of `sources` for a moment."),
        ],
    };
}
