using System.Diagnostics;
using HealthGraph.Domain.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace HealthGraph.Jobs.Runs;

/// <summary>Where mutations, schedules and the command line ask for runs. A run and its wake-up are committed together or not at all.</summary>
public sealed class RunQueue(
    NpgsqlDataSource dataSource, ISchedulerFactory schedulers, TimeProvider time, ILogger<RunQueue> logger)
{
    public async Task<EnqueueResult> EnqueueAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        while (true)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var id = Guid.CreateVersion7(time.GetUtcNow());
            if (await RunTable.InsertAsync(connection, id, request, cancellationToken) is { } run)
            {
                using (scheduler.EnlistTransaction(transaction))
                {
                    await RunWakeUp.ScheduleAsync(scheduler, run.Id, run.Attempt, run.ScheduledFor ?? time.GetUtcNow(), cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }

                logger.RunEnqueued(run.Id, run.Kind, run.RequestedBy);
                return new EnqueueResult.Enqueued(run);
            }

            if (await FindEarlierAsync(connection, request, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            // The run that stood in the way has finished in between.
        }
    }

    public async Task<CancelResult> CancelAsync(Guid id, string requestedBy, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RunTable.LockAsync(connection, id, cancellationToken) is not { } found)
        {
            return new CancelResult.NotFound(id);
        }

        if (await RunTable.RequestCancelAsync(connection, id, requestedBy, cancellationToken) is not { } run)
        {
            return new CancelResult.AlreadyFinished(found);
        }

        await transaction.CommitAsync(cancellationToken);
        logger.RunCancelRequested(id, requestedBy);
        if (run.State == RunState.Cancelled)
        {
            return new CancelResult.Cancelled(run);
        }

        await InterruptAsync(scheduler, run, cancellationToken);
        return new CancelResult.CancelRequested(run);
    }

    public async Task<RetryResult> RetryAsync(
        Guid id, string requestedBy, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } run)
        {
            return new RetryResult.NotFound(id);
        }

        if (run.State is not (RunState.Failed or RunState.Cancelled))
        {
            return new RetryResult.NotRetryable(run);
        }

        var request = new RunRequest
        {
            Kind = run.Kind,
            Arguments = run.Arguments,
            ActiveKey = run.ActiveKey,
            RequestedBy = requestedBy,
            IdempotencyKey = idempotencyKey,
            RetryOf = run.Id,
        };
        return await EnqueueAsync(request, cancellationToken) switch
        {
            EnqueueResult.Enqueued enqueued => new RetryResult.Retried(enqueued.Run),
            EnqueueResult.AlreadyRequested before => new RetryResult.AlreadyRequested(before.Run),
            EnqueueResult.IdempotencyKeyReused other => new RetryResult.IdempotencyKeyReused(other.Run),
            EnqueueResult.AlreadyActive active => new RetryResult.AlreadyActive(active.Run),
            var result => throw new UnreachableException(result.GetType().Name),
        };
    }

    public async Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await RunTable.FindAsync(connection, id, cancellationToken);
    }

    internal static async Task<EnqueueResult?> FindEarlierAsync(
        NpgsqlConnection connection, RunRequest request, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is { } key
            && await RunTable.FindByIdempotencyKeyAsync(connection, key, cancellationToken) is { } before)
        {
            return IsSameRequest(before, request)
                ? new EnqueueResult.AlreadyRequested(before)
                : new EnqueueResult.IdempotencyKeyReused(before);
        }

        return request.ActiveKey is { } activeKey
            && await RunTable.FindActiveAsync(connection, request.Kind, activeKey, cancellationToken) is { } active
            ? new EnqueueResult.AlreadyActive(active)
            : null;
    }

    private static bool IsSameRequest(Run before, RunRequest request) =>
        before.Kind == request.Kind
        && before.RetryOf == request.RetryOf
        && System.Text.Json.JsonElement.DeepEquals(before.Arguments, request.Arguments);

    // Only quicker: the heartbeat of the run's owner sees the wish within a second anyhow.
    private async Task InterruptAsync(IScheduler scheduler, Run run, CancellationToken cancellationToken)
    {
        if (run.FireInstanceId is not { } fireInstanceId)
        {
            return;
        }

        try
        {
            await scheduler.InterruptFireInstance(fireInstanceId, cancellationToken);
        }
        catch (SchedulerException e)
        {
            logger.InterruptFailed(run.Id, e);
        }
    }
}
