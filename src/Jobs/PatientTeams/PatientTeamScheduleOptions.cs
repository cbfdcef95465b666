using HealthGraph.Domain.PatientTeams;
using HealthGraph.Jobs.Scheduling;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>The nightly full update, which should find nothing. In the same section as <see cref="PatientTeamOptions"/>.</summary>
public sealed class PatientTeamScheduleOptions : NightlyOptions
{
    public PatientTeamScheduleOptions() => Cron = "0 45 3 * * ?";
}
