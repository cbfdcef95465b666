using Quartz;

namespace HealthGraph.Jobs.Scheduling;

/// <summary>When a job fires, as the settings say.</summary>
internal sealed record CronSchedule
{
    public required TriggerKey Key { get; init; }

    public required JobKey Job { get; init; }

    public required string Description { get; init; }

    public required string Cron { get; init; }

    public required string TimeZone { get; init; }

    public required bool IsOn { get; init; }

    /// <summary>
    /// Brings the stored trigger in line. It is left alone when nothing has changed, so that a time that was missed while every node was
    /// down is still known, and fires once.
    /// </summary>
    public async Task ApplyAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            await scheduler.UnscheduleJob(Key, cancellationToken);
            return;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        if (await scheduler.GetTrigger(Key, cancellationToken) is ICronTrigger stored
            && stored.CronExpressionString == Cron
            && stored.TimeZone.Id == zone.Id)
        {
            return;
        }

        var trigger = TriggerBuilder.Create()
            .WithIdentity(Key)
            .ForJob(Job)
            .WithDescription(Description)
            .WithCronSchedule(
                Cron, cron => cron.InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
    }
}
