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

    /// <summary>Sets the trigger, in place of one that waits.</summary>
    public static async Task ScheduleAsync(
        IScheduler scheduler, Guid runId, int attempt, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        await scheduler.ScheduleTrigger(Trigger(runId, attempt, dueAt), TriggerConflict.Replace, cancellationToken);

    /// <summary>Sets the trigger unless there is one that waits.</summary>
    public static async Task EnsureAsync(
        IScheduler scheduler, Guid runId, int attempt, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        await scheduler.ScheduleTrigger(Trigger(runId, attempt, dueAt), TriggerConflict.Keep, cancellationToken);

    private static ITrigger Trigger(Guid runId, int attempt, DateTimeOffset dueAt) => TriggerBuilder.Create()
        .WithIdentity(Key(runId, attempt))
        .ForJob(Job)
        .UsingJobData(RunId, runId.ToString("D"))
        .StartAt(WholeMilliseconds(dueAt))
        .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
        .Build();

    // Quartz keeps milliseconds and would cut the rest off: it must not wake a run before it is due.
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset dueAt)
    {
        var over = dueAt.Ticks % TimeSpan.TicksPerMillisecond;
        return over == 0 ? dueAt : dueAt.AddTicks(TimeSpan.TicksPerMillisecond - over);
    }
}
