using HealthGraph.Domain.Runs;
using Quartz;

namespace HealthGraph.Jobs.Runs;

/// <summary>What Quartz wakes. The run's row decides whether there is anything to do, so being woken twice does no harm.</summary>
internal sealed class RunJob(RunExecutor executor) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (!Guid.TryParse(context.MergedJobDataMap.GetString(RunWakeUp.RunId), out var runId))
        {
            return;
        }

        var run = await executor.ExecuteAsync(runId, context.FireInstanceId, cancellationToken);
        if (run is { State: RunState.Queued })
        {
            // Makes Quartz store a trigger of recovery when the reason is that this node goes down.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
