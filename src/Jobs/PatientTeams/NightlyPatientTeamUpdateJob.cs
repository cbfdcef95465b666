using System.Globalization;
using HealthGraph.Jobs.Runs;
using Quartz;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>Asks for the nightly update of everybody; the update itself is a run like any other.</summary>
internal sealed class NightlyPatientTeamUpdateJob(RunQueue queue) : IJob
{
    public static readonly JobKey Key = new("nightly-patient-team-update", "schedules");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // The same night asks once, even if the node goes down in between and another one fires again.
        var due = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var key = string.Create(CultureInfo.InvariantCulture, $"schedule/patient-teams/{due.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z");
        await queue.EnqueueAsync(PatientTeamUpdateRun.Request(new PatientTeamUpdateArguments(), "schedule", key), cancellationToken);
    }
}
