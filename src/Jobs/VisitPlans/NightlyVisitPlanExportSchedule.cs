using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>Brings the stored trigger in line with the options at start.</summary>
internal sealed class NightlyVisitPlanExportSchedule(ISchedulerFactory schedulers, IOptions<VisitPlanExportOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var schedule = new CronSchedule
        {
            Key = new TriggerKey("nightly-visit-plan-export", "schedules"),
            Job = NightlyVisitPlanExportJob.Key,
            Description = "The nightly export of visit plans",
            Cron = options.Value.Cron,
            TimeZone = options.Value.TimeZone,
            IsOn = options.Value.Nightly,
        };
        await schedule.ApplyAsync(await schedulers.GetScheduler(cancellationToken), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
