using System.Globalization;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Logging;
using Quartz;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>Asks for the nightly export; the export itself is a run like any other.</summary>
internal sealed class NightlyVisitPlanExportJob(RunQueue queue, ILogger<NightlyVisitPlanExportJob> logger) : IJob
{
    public static readonly JobKey Key = new("nightly-visit-plan-export", "schedules");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // The same night asks once, even if the node goes down in between and another one fires again.
        var due = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var key = string.Create(CultureInfo.InvariantCulture, $"schedule/visit-plans/{due.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z");
        var request = VisitPlanExportRun.Request(new VisitPlanExportArguments(), "schedule", key);
        if (await queue.EnqueueAsync(request, cancellationToken) is EnqueueResult.AlreadyActive active)
        {
            logger.NightlyExportSkipped(active.Run.Id);
        }
    }
}

internal static partial class VisitPlanExportLog
{
    [LoggerMessage(3101, LogLevel.Warning, "The nightly visit plan export was not queued: run {RunId} is under way")]
    public static partial void NightlyExportSkipped(this ILogger logger, Guid runId);
}
