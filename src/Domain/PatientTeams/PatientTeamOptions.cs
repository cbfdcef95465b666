namespace HealthGraph.Domain.PatientTeams;

/// <summary>What counts as a reason. Environment: <c>HEALTHGRAPH__PATIENTTEAMS__…</c>.</summary>
public sealed class PatientTeamOptions
{
    public const string Section = "HealthGraph:PatientTeams";

    /// <summary>Whether a pending move that names a team itself makes the patient that team's.</summary>
    public bool SchoolMoveTeam { get; set; }
}
