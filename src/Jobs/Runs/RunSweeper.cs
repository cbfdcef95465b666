using HealthGraph.Domain.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace HealthGraph.Jobs.Runs;

/// <summary>
/// Finds the runs that nobody works at although somebody should: those whose lease ran out, and those that wait without a trigger. It
/// never judges by how long a run takes, only by its owner's signs of life.
/// </summary>
public sealed class RunSweeper(
    NpgsqlDataSource dataSource,
    ISchedulerFactory schedulers,
    RunExecutor executor,
    RunNode node,
    IOptions<RunOptions> options,
    TimeProvider time,
    ILogger<RunSweeper> logger) : BackgroundService
{
    // What has just been queued is about to be woken by Quartz.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly RunOptions _options = options.Value;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (node.IsStable)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            var left = await RunTable.ExpireLeasesAsync(connection, node.Name, node.Owner, cancellationToken);
            if (left > 0)
            {
                logger.OwnLeasesExpired(left);
            }
        }

        await base.StartAsync(cancellationToken);
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        List<Guid> stranded;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        {
            stranded = await RunTable.FindStrandedAsync(connection, time.GetUtcNow() - Grace, cancellationToken);
        }

        foreach (var id in stranded)
        {
            await TakeUpAsync(id, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or SchedulerException && !stoppingToken.IsCancellationRequested)
            {
                logger.SweepFailed(e);
            }

            try
            {
                await Task.Delay(_options.SweepInterval, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TakeUpAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await RequeueExpiredAsync(id, cancellationToken) is { } ended)
        {
            await executor.EndAsync(ended.Run, ended.Outcome, cancellationToken);
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await RunTable.FindAsync(connection, id, cancellationToken) is { State: RunState.Queued } run)
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            await RunWakeUp.EnsureAsync(scheduler, run.Id, run.Attempt, run.ScheduledFor ?? time.GetUtcNow(), cancellationToken);
        }
    }

    // Returns a run that has no further attempt, to be ended instead.
    private async Task<(Run Run, RunOutcome Outcome)?> RequeueExpiredAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RunTable.LockExpiredAsync(connection, id, cancellationToken) is not { } run)
        {
            return null;
        }

        if (run.CancelRequestedAt is not null)
        {
            return (run, new RunOutcome(RunState.Cancelled, run.Progress) { ErrorCode = "CANCELLED", ErrorMessage = "The run was cancelled." });
        }

        if (run.CountedAttempts >= _options.MaxAttempts)
        {
            var reason = $"The node that did the run went away {run.CountedAttempts} times.";
            logger.RunFailed(run.Id, run.Kind, run.CountedAttempts, "ATTEMPTS_EXHAUSTED", reason, exception: null);
            return (run, new RunOutcome(RunState.Failed, run.Progress) { ErrorCode = "ATTEMPTS_EXHAUSTED", ErrorMessage = reason });
        }

        await RunTable.RequeueAsync(connection, run.Id, run.Attempt, new RunRequeue(DueAt: null, IsHandover: false), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.RunRecovered(run.Id, run.Attempt);
        return null;
    }
}
