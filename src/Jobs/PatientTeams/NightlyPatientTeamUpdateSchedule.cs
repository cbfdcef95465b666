using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>Brings the stored trigger in line with the options at start.</summary>
internal sealed class NightlyPatientTeamUpdateSchedule(ISchedulerFactory schedulers, IOptions<PatientTeamScheduleOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var schedule = new CronSchedule
        {
            Key = new TriggerKey("nightly-patient-team-update", "schedules"),
            Job = NightlyPatientTeamUpdateJob.Key,
            Description = "The nightly update of all patient teams",
            Cron = options.Value.Cron,
            TimeZone = options.Value.TimeZone,
            IsOn = options.Value.Nightly,
        };
        await schedule.ApplyAsync(await schedulers.GetScheduler(cancellationToken), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
