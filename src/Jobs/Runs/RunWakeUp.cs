using Quartz;

namespace HealthGraph.Jobs.Runs;

/// <summary>The one-shot Quartz trigger that wakes a run. It carries the run's id and nothing else.</summary>
internal static class RunWakeUp
{
    public const string Group = "runs";
    public const string RunId = "runId";

    public static readonly JobKey Job = new("run", Group);

    // One name per attempt, so that a trigger which has just fired and is being removed does not stand in the next one's way.
    public static TriggerKey Key(Guid runId, int attempt) => new($"{runId:D}/{attempt + 1}", Group);

    public static async Task ScheduleAsync(
        IScheduler scheduler, Guid runId, int attempt, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var trigger = TriggerBuilder.Create()
            .WithIdentity(Key(runId, attempt))
            .ForJob(Job)
            .UsingJobData(RunId, runId.ToString("D"))
            .StartAt(dueAt)
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
    }
}
