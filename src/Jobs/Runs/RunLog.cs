using Microsoft.Extensions.Logging;

namespace HealthGraph.Jobs.Runs;

internal static partial class RunLog
{
    [LoggerMessage(3001, LogLevel.Information, "Run {RunId} ({Kind}) enqueued by {RequestedBy}")]
    public static partial void RunEnqueued(this ILogger logger, Guid runId, string kind, string requestedBy);

    [LoggerMessage(3002, LogLevel.Information, "Run {RunId}: {RequestedBy} asked to cancel it")]
    public static partial void RunCancelRequested(this ILogger logger, Guid runId, string requestedBy);

    [LoggerMessage(3003, LogLevel.Warning, "Run {RunId} could not be interrupted through Quartz; its heartbeat will stop it")]
    public static partial void InterruptFailed(this ILogger logger, Guid runId, Exception exception);

    [LoggerMessage(3004, LogLevel.Information, "Run {RunId} ({Kind}) started, attempt {Attempt}")]
    public static partial void RunStarted(this ILogger logger, Guid runId, string kind, int attempt);

    [LoggerMessage(3005, LogLevel.Information, "Run {RunId} ({Kind}) {State} after {Seconds:F1} s, attempt {Attempt}")]
    public static partial void RunFinished(this ILogger logger, Guid runId, string kind, string state, double seconds, int attempt);

    [LoggerMessage(3006, LogLevel.Error, "ALERT run {RunId} ({Kind}) failed after {Attempts} attempt(s): {Code}: {Reason}")]
    public static partial void RunFailed(
        this ILogger logger, Guid runId, string kind, int attempts, string code, string reason, Exception? exception);

    [LoggerMessage(3007, LogLevel.Warning, "Run {RunId} ({Kind}) failed in attempt {Attempt}, {Code}; the next one begins at {DueAt:o}")]
    public static partial void RunWillBeRetried(
        this ILogger logger, Guid runId, string kind, int attempt, string code, DateTimeOffset dueAt, Exception exception);

    [LoggerMessage(3008, LogLevel.Warning, "Run {RunId}: attempt {Attempt} has lost its lease and stops")]
    public static partial void LeaseLost(this ILogger logger, Guid runId, int attempt);

    [LoggerMessage(3009, LogLevel.Information, "Run {RunId} handed over: this node stops, another attempt goes on")]
    public static partial void RunHandedOver(this ILogger logger, Guid runId);

    [LoggerMessage(3010, LogLevel.Warning, "Run {RunId}: the lease of attempt {Attempt} ran out; queued again")]
    public static partial void RunRecovered(this ILogger logger, Guid runId, int attempt);

    [LoggerMessage(3011, LogLevel.Warning, "The look for stranded runs failed; it will be tried again")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3012, LogLevel.Warning, "Run {RunId}: a heartbeat failed")]
    public static partial void HeartbeatFailed(this ILogger logger, Guid runId, Exception exception);

    [LoggerMessage(3013, LogLevel.Warning, "Run {RunId}: how it ended could not be written down; its lease will run out")]
    public static partial void OutcomeNotWritten(this ILogger logger, Guid runId, Exception exception);

    [LoggerMessage(3014, LogLevel.Information, "{Count} run(s) that an earlier process of this node left are taken up again")]
    public static partial void OwnLeasesExpired(this ILogger logger, int count);

    [LoggerMessage(3015, LogLevel.Warning, "Run {RunId}: what it left in the lake could not be taken away")]
    public static partial void CleanUpFailed(this ILogger logger, Guid runId, Exception exception);
}
