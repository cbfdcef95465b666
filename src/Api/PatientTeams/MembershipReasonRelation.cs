using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.PatientTeams;

/// <summary>What makes a patient a team's. The view is <c>api.membership_reason</c>.</summary>
/// <remarks>docs/patient-teams.md.</remarks>
internal static class MembershipReasonRelation
{
    public static Relation Relation { get; } = new(
        "MembershipReason",
        "api",
        "membership_reason",
        [
            new("reasonId", "reason_id", Text, false, "Tells this reason from all others."),
            new("patientId", "patient_id", Uuid, false, "The patient's id."),
            new("teamId", "team_id", Int8, false, "The team's id."),
            new("source", "source", NumberEnum(MembershipSourceType.Type), false, "The source that it gives."),
            new("tables", "tables", Text, false, "The tables of schema immunisation whose rows give it, in the order in which they lead from the patient to the team."),
            new("locationId", "location_id", Int8, true, "The location: where the patient is, where the session was, or the school of the move."),
            new("academicYear", "academic_year", Int4, true, "The academic year in which the team serves the location, or of the move."),
            new("teamLocationId", "team_location_id", Int8, true, "The row of `team_location`."),
            new("sessionId", "session_id", Int8, true, "The row of `session`."),
            new("vaccinationRecordId", "vaccination_record_id", Int8, true, "The row of `vaccination_record`."),
            new("immunisationImportId", "immunisation_import_id", Int8, true, "The row of `immunisation_import`."),
            new("archiveKind", "archive_kind", Text, true, "Why the team has archived the patient."),
        ],
        key: ["reason_id"])
    {
        Description = "Rows that together make a patient a team's.",
        DefaultOrder = [("source", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
    };
}
