using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>
/// Brings the stored trigger in line with the options at start. It is left alone when nothing has changed, so that a night that was
/// missed while every node was down is still known, and fires once.
/// </summary>
internal sealed class NightlyVisitPlanExportSchedule(ISchedulerFactory schedulers, IOptions<VisitPlanExportOptions> options) : IHostedService
{
    private static readonly TriggerKey Key = new("nightly-visit-plan-export", "schedules");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (!options.Value.Nightly)
        {
            await scheduler.UnscheduleJob(Key, cancellationToken);
            return;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
        if (await scheduler.GetTrigger(Key, cancellationToken) is ICronTrigger stored
            && stored.CronExpressionString == options.Value.Cron
            && stored.TimeZone.Id == zone.Id)
        {
            return;
        }

        var trigger = TriggerBuilder.Create()
            .WithIdentity(Key)
            .ForJob(NightlyVisitPlanExportJob.Key)
            .WithDescription("The nightly export of visit plans")
            .WithCronSchedule(
                options.Value.Cron,
                cron => cron.InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
