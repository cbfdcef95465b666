namespace HealthGraph.Domain.PatientTeams;

/// <summary>Why a patient belongs to a team. The numbers are what <c>immunisation.patient_team.sources</c> holds.</summary>
public enum MembershipSource
{
    /// <summary>The patient is at a location, in an academic year in which the team serves it.</summary>
    PatientLocation = 0,

    /// <summary>The team has archived the patient.</summary>
    ArchiveReason = 1,

    /// <summary>The patient has a vaccination record in one of the team's sessions.</summary>
    VaccinationRecordSession = 2,

    /// <summary>Retired: nothing contributes it any more.</summary>
    VaccinationRecordOrganisation = 3,

    /// <summary>A pending move names the team. Only with the setting <see cref="PatientTeamOptions.SchoolMoveTeam"/>.</summary>
    SchoolMoveTeam = 4,

    /// <summary>A pending move is to a school that the team serves in that year.</summary>
    SchoolMoveSchool = 5,

    /// <summary>A vaccination record of the patient came in by an import of the team.</summary>
    VaccinationRecordImport = 6,
}
