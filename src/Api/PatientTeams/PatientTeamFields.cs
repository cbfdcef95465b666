using HealthGraph.Api.Composition;

namespace HealthGraph.Api.PatientTeams;

/// <summary>The patient-team part of <c>Query</c>; the SDL is in schema.graphql.</summary>
internal sealed class PatientTeamFields : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.QueryFields.AddRange(
    [
        parts.Relations.Connection("patientTeams", PatientTeamRelation.Relation, "Which patients belong to which teams, and why."),
        parts.Relations.Connection("teams", TeamRelation.Relation, "All vaccination teams."),
        parts.Relations.ByColumns(
            "explainMembership",
            PatientTeamRelation.Relation,
            "Why a patient belongs to a team: `reasons` names the rows of each table that give each source. Null when the patient does not belong to it."),
    ]);
}
