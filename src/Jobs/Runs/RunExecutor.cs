using System.Diagnostics;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace HealthGraph.Jobs.Runs;

/// <summary>
/// Takes a run, has its handler do it, and writes down what came of it. Whatever stops the handler (a failure, a wish to cancel, a
/// node that must go, a lease that is lost) is told apart here and nowhere else.
/// </summary>
public sealed class RunExecutor(
    NpgsqlDataSource dataSource,
    IEnumerable<IRunHandler> handlers,
    IOptions<RunOptions> options,
    RunNode node,
    TimeProvider time,
    ILogger<RunExecutor> logger,
    ISchedulerFactory? schedulers = null)
{
    private static readonly TimeSpan PatienceWithDatabase = TimeSpan.FromSeconds(10);

    private readonly RunOptions _options = options.Value;
    private readonly Dictionary<string, IRunHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>Does the run if there is still something to do, and returns how it stands then; null when there was not.</summary>
    public async Task<Run?> ExecuteAsync(Guid id, string? fireInstanceId, CancellationToken cancellationToken)
    {
        var lease = new RunLease(node.Owner, _options.Lease, fireInstanceId);
        Run? run;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        {
            run = await RunTable.ClaimAsync(connection, id, lease, _options.MaxAttempts, time.GetUtcNow(), cancellationToken);
        }

        return run is null ? null : await ExecuteClaimedAsync(run, RetryPolicy.Retried, watcher: null, cancellationToken);
    }

    /// <summary>
    /// Does a new run in this process, for somebody who waits. It fails at the first failure; when whoever waits gives up, it is cancelled.
    /// </summary>
    /// <exception cref="RunFailedException">The run failed, or another one stands in its way.</exception>
    public async Task<Run> ExecuteForegroundAsync(
        RunRequest request, IProgress<RunProgress>? watcher, CancellationToken cancellationToken)
    {
        var run = await BeginForegroundAsync(request, cancellationToken);
        var ended = await ExecuteClaimedAsync(run, RetryPolicy.Final, watcher, cancellationToken);
        return ended.State switch
        {
            RunState.Succeeded => ended,
            RunState.Cancelled => throw new OperationCanceledException($"Run {run.Id} was cancelled."),
            _ => throw new RunFailedException(
                ended.ErrorCode ?? "RUN_NOT_FINISHED", ended.ErrorMessage ?? $"Run {run.Id} goes on elsewhere; it is {ended.State.ToName()}."),
        };
    }

    /// <summary>
    /// The end of a run by the attempt that owns it. What an unsuccessful run leaves in the lake is taken away first, under the same
    /// lock, so that a retry never meets it.
    /// </summary>
    internal async Task<bool> EndAsync(Run run, RunOutcome outcome, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var current = await RunTable.LockAsync(connection, run.Id, cancellationToken);
        if (current is not { State: RunState.Running } || current.Attempt != run.Attempt)
        {
            return false;
        }

        if (outcome.State != RunState.Succeeded)
        {
            await CleanUpAsync(run, cancellationToken);
        }

        await RunTable.FinishAsync(connection, run.Id, run.Attempt, outcome, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<Run> BeginForegroundAsync(RunRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var id = Guid.CreateVersion7(time.GetUtcNow());
            if (await RunTable.InsertAsync(connection, id, request, cancellationToken) is not null)
            {
                // Taken in the transaction that makes it, so that no other node ever sees it waiting.
                var lease = new RunLease(node.Owner, _options.Lease);
                var run = await RunTable.ClaimAsync(connection, id, lease, maxAttempts: 1, time.GetUtcNow(), cancellationToken)
                    ?? throw new UnreachableException("A run that nobody else can see was not there to take.");
                await transaction.CommitAsync(cancellationToken);
                return run;
            }

            if (await RunQueue.FindEarlierAsync(connection, request, cancellationToken) is { } earlier)
            {
                throw new RunFailedException(
                    "RUN_ALREADY_ACTIVE",
                    $"Run {earlier.Run.Id} ({earlier.Run.Kind}) was requested before and is {earlier.Run.State.ToName()}. Wait for it or cancel it.");
            }
        }
    }

    private async Task<Run> ExecuteClaimedAsync(
        Run run, RetryPolicy policy, IProgress<RunProgress>? watcher, CancellationToken cancellationToken)
    {
        logger.RunStarted(run.Id, run.Kind, run.Attempt);
        var context = new RunContext(dataSource, run, _options.Lease, watcher);
        var ending = await HandleAsync(context, cancellationToken);
        return await WriteDownAsync(context, ending, policy);
    }

    private async Task<RunEnding> HandleAsync(RunContext context, CancellationToken shutdown)
    {
        await using var heartbeat = new RunHeartbeat(dataSource, context, _options, time, logger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown, heartbeat.Stop);
        try
        {
            if (!_handlers.TryGetValue(context.Run.Kind, out var handler))
            {
                throw new RunFailedException("UNKNOWN_KIND", $"This release does not know runs of kind '{context.Run.Kind}'.");
            }

            await handler.ExecuteAsync(context, stop.Token);
            return new RunEnding.Succeeded();
        }
        catch (LeaseLostException)
        {
            return new RunEnding.LeaseLost();
        }
        catch (Exception) when (heartbeat.Verdict == RunHeartbeat.Sign.LeaseLost)
        {
            return new RunEnding.LeaseLost();
        }
        catch (Exception) when (heartbeat.Verdict == RunHeartbeat.Sign.CancelRequested)
        {
            return new RunEnding.Cancelled();
        }
        catch (Exception) when (shutdown.IsCancellationRequested)
        {
            return new RunEnding.Interrupted();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Thrown by EnsureStillOwnerAsync or PublishAsync, which saw the wish before the heartbeat did.
            return new RunEnding.Cancelled();
        }
#pragma warning disable CA1031 // The top of a job: whatever the handler threw is written down as the run's error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new RunEnding.Failed(RunFailure.From(e, context.Run.Id), e);
        }
    }

    // The database may be what failed: it gets some time to come back. After that the lease runs out and the sweeper finds the run.
    private async Task<Run> WriteDownAsync(RunContext context, RunEnding ending, RetryPolicy policy)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await WriteDownOnceAsync(context, ending, policy);
                await using var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
                return await RunTable.FindAsync(connection, context.Run.Id, CancellationToken.None) ?? context.Run;
            }
            catch (Exception e) when (e is NpgsqlException or SchedulerException or TimeoutException)
            {
                if (time.GetElapsedTime(started) > PatienceWithDatabase)
                {
                    logger.OutcomeNotWritten(context.Run.Id, e);
                    return context.Run with
                    {
                        ErrorCode = "DATABASE_UNAVAILABLE",
                        ErrorMessage = "The database cannot be reached. A serving node takes the run up when it is back.",
                    };
                }

                await Task.Delay(TimeSpan.FromSeconds(0.5), time);
            }
        }
    }

    private async Task WriteDownOnceAsync(RunContext context, RunEnding ending, RetryPolicy policy)
    {
        var run = context.Run;

        // This runs on after a wish to stop, since it is how a stop is written down.
        var cancellationToken = CancellationToken.None;
        switch (ending)
        {
            case RunEnding.Succeeded:
                await FinishAsync(context, new RunOutcome(RunState.Succeeded, Done(context.Progress)) { Outputs = context.Outputs });
                break;

            case RunEnding.Cancelled:
                await FinishAsync(context, Cancelled(context.Progress));
                break;

            case RunEnding.Interrupted when policy == RetryPolicy.Final || await IsCancelRequestedAsync(run.Id):
                await FinishAsync(context, Cancelled(context.Progress));
                break;

            case RunEnding.Interrupted:
                await RequeueAsync(run, new RunRequeue(DueAt: null, IsHandover: true), cancellationToken);
                logger.RunHandedOver(run.Id);
                break;

            case RunEnding.Failed(var failure, var exception)
                when failure.IsTransient && policy == RetryPolicy.Retried && run.CountedAttempts < _options.MaxAttempts:
                var dueAt = time.GetUtcNow() + _options.BackoffAfter(run.CountedAttempts);
                await RequeueAsync(run, new RunRequeue(dueAt, IsHandover: false, failure.Code, failure.Message), cancellationToken);
                logger.RunWillBeRetried(run.Id, run.Kind, run.Attempt, failure.Code, dueAt, exception);
                break;

            case RunEnding.Failed(var failure, var exception):
                if (await FinishAsync(context, Failed(context.Progress, failure, context.Outputs)))
                {
                    var unexpected = failure.IsExpected ? null : exception;
                    logger.RunFailed(run.Id, run.Kind, run.CountedAttempts, failure.Code, failure.Message, unexpected);
                }

                break;

            case RunEnding.LeaseLost:
                logger.LeaseLost(run.Id, run.Attempt);
                break;

            default:
                throw new UnreachableException(ending.GetType().Name);
        }
    }

    private async Task<bool> FinishAsync(RunContext context, RunOutcome outcome)
    {
        var run = context.Run;
        if (!await EndAsync(run, outcome, CancellationToken.None))
        {
            logger.LeaseLost(run.Id, run.Attempt);
            return false;
        }

        var seconds = (time.GetUtcNow() - (run.StartedAt ?? run.CreatedAt)).TotalSeconds;
        logger.RunFinished(run.Id, run.Kind, outcome.State.ToName(), seconds, run.Attempt);
        return true;
    }

    private async Task RequeueAsync(Run run, RunRequeue requeue, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await RunTable.RequeueAsync(connection, run.Id, run.Attempt, requeue, cancellationToken))
        {
            logger.LeaseLost(run.Id, run.Attempt);
            return;
        }

        // A node that is going down cannot schedule: for a hand-over Quartz itself stores a trigger of recovery.
        if (schedulers is null || requeue.IsHandover)
        {
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        using (scheduler.EnlistTransaction(transaction))
        {
            await RunWakeUp.ScheduleAsync(scheduler, run.Id, run.Attempt, requeue.DueAt ?? time.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task CleanUpAsync(Run run, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(run.Kind, out var handler))
        {
            return;
        }

        try
        {
            await handler.CleanUpAsync(new RunContext(dataSource, run, _options.Lease), cancellationToken);
        }
#pragma warning disable CA1031 // A lake that cannot be cleaned now must not keep the run from ending; the next run of the day sweeps it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.CleanUpFailed(run.Id, e);
        }
    }

    private async Task<bool> IsCancelRequestedAsync(Guid id)
    {
        await using var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
        return await RunTable.FindAsync(connection, id, CancellationToken.None) is { CancelRequestedAt: not null };
    }

    private static RunProgress Done(RunProgress progress) => progress with { Step = "done", Percent = 100 };

    private static RunOutcome Cancelled(RunProgress progress) =>
        new(RunState.Cancelled, progress) { ErrorCode = "CANCELLED", ErrorMessage = "The run was cancelled." };

    private static RunOutcome Failed(RunProgress progress, RunFailure failure, JsonElement? outputs) =>
        new(RunState.Failed, progress) { Outputs = outputs, ErrorCode = failure.Code, ErrorMessage = failure.Message };

    private enum RetryPolicy
    {
        Retried,
        Final,
    }
}
