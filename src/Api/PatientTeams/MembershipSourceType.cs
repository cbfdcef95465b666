using HealthGraph.Domain.PatientTeams;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.PatientTeams;

/// <summary><see cref="MembershipSource"/> in the schema; its values stand for the numbers in the table.</summary>
internal static class MembershipSourceType
{
    public static EnumType Type { get; } = new(
        "MembershipSource",
        [
            Value("PATIENT_LOCATION", MembershipSource.PatientLocation, "The patient is at a location in an academic year in which the team serves it."),
            Value("ARCHIVE_REASON", MembershipSource.ArchiveReason, "The team has archived the patient."),
            Value("VACCINATION_RECORD_SESSION", MembershipSource.VaccinationRecordSession, "The patient has a vaccination record in one of the team's sessions."),
            Value("VACCINATION_RECORD_ORGANISATION", MembershipSource.VaccinationRecordOrganisation, "Retired: nothing contributes it any more."),
            Value("SCHOOL_MOVE_TEAM", MembershipSource.SchoolMoveTeam, "A pending move names the team; only when the setting PatientTeams:SchoolMoveTeam is on."),
            Value("SCHOOL_MOVE_SCHOOL", MembershipSource.SchoolMoveSchool, "A pending move is to a school that the team serves in that year."),
            Value("VACCINATION_RECORD_IMPORT", MembershipSource.VaccinationRecordImport, "A vaccination record of the patient came in by an import of the team."),
        ])
    {
        Description = "Why a patient belongs to a team.",
    };

    private static EnumValue Value(string name, MembershipSource source, string description) => new(name, (int)source) { Description = description };
}
