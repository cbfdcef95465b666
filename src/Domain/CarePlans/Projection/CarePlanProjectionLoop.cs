using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Domain.CarePlans.Projection;

/// <summary>Keeps the read model up while a node runs: a pass every second, which costs next to nothing when nothing was written.</summary>
public sealed class CarePlanProjectionLoop(CarePlanProjector projector, TimeProvider time, ILogger<CarePlanProjectionLoop> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    /// <summary>Runs until it is cancelled. A database that is away does not end it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                var result = await projector.CatchUpAsync(cancellationToken);
                if (result.Events > 0)
                {
                    logger.EventsProjected(result.Events, result.CarePlans, result.Stopped);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                // The type and the state only: PostgreSQL's text may quote a row.
                logger.ProjectionFailed(e.GetType().Name, e.SqlState ?? "none");
                pause = AfterFailure;
            }

            try
            {
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

internal static partial class ProjectionLog
{
    [LoggerMessage(5001, LogLevel.Information, "Projected {Events} events into {CarePlans} care plans, {Stopped} of them stopped")]
    public static partial void EventsProjected(this ILogger logger, long events, long carePlans, long stopped);

    [LoggerMessage(5002, LogLevel.Warning, "The read model could not be brought up to date ({Exception}, SQL state {SqlState}); trying again")]
    public static partial void ProjectionFailed(this ILogger logger, string exception, string sqlState);
}
