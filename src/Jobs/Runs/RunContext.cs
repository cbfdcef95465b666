using System.Globalization;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using Npgsql;

namespace HealthGraph.Jobs.Runs;

/// <summary>What a handler has in hand while it does a run.</summary>
public sealed class RunContext
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly IProgress<RunProgress>? _watcher;
    private readonly TimeSpan _lease;
    private volatile RunProgress _progress = RunProgress.None;

    internal RunContext(NpgsqlDataSource dataSource, Run run, TimeSpan lease, IProgress<RunProgress>? watcher = null)
    {
        _dataSource = dataSource;
        _watcher = watcher;
        _lease = lease;
        Run = run;
    }

    /// <summary>The run as it was when this attempt took it.</summary>
    public Run Run { get; }

    /// <summary>What came of the run, for the manifest's readers and for <c>run(id)</c>; written when the run ends, and when it fails for good.</summary>
    public JsonElement? Outputs { get; set; }

    internal RunProgress Progress => _progress;

    /// <summary>Cheap: the heartbeat writes the last one down.</summary>
    public void Report(RunProgress progress)
    {
        _progress = progress;
        _watcher?.Report(progress);
    }

    public T Arguments<T>()
    {
        try
        {
            return Run.Arguments.Deserialize<T>(RunJson.Options)
                ?? throw new RunFailedException("INVALID_ARGUMENTS", $"The arguments of a run of kind {Run.Kind} must be an object.");
        }
        catch (JsonException e)
        {
            throw new RunFailedException("INVALID_ARGUMENTS", $"The arguments of a run of kind {Run.Kind} do not fit at {e.Path}.", e);
        }
    }

    public async Task<IReadOnlyList<RunPart>> PartsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        return await RunPartTable.ListAsync(connection, Run.Id, cancellationToken);
    }

    /// <summary>Throws when another attempt has taken the run, or somebody has cancelled it.</summary>
    public async Task EnsureStillOwnerAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        var run = await RunTable.RenewAsync(connection, Run.Id, Run.Attempt, _lease, _progress, cancellationToken)
            ?? throw new LeaseLostException(Run.Id, Run.Attempt);
        if (run.CancelRequestedAt is not null)
        {
            throw new OperationCanceledException("The run was cancelled.");
        }
    }

    /// <summary>
    /// Makes something visible. The run's row is locked meanwhile, so no other attempt can take the run between the look at the fencing
    /// token and the publication, however long this process is frozen in between. What the step writes with the publication commits with it.
    /// </summary>
    public async Task PublishAsync(Func<RunPublication, CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await step(await FenceAsync(connection, cancellationToken), cancellationToken);

        // It has happened, and a node that is asked to stop now still writes it down.
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>
    /// For a long transaction whose effects are in the database alone: when this process is frozen in it, it is rolled back after the
    /// time of a lease, and does not stand in the way of the attempt that takes the run. Never for one that publishes elsewhere.
    /// </summary>
    public async Task LimitIdleAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config('idle_in_transaction_session_timeout', @milliseconds, true)", connection);
        command.Parameters.AddWithValue("milliseconds", _lease.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// The last statement but the commit of a long transaction of the handler's own: from here on no other attempt can take the run
    /// until the transaction ends, and the heartbeat waits that long.
    /// </summary>
    /// <exception cref="LeaseLostException">Another attempt has taken the run: the transaction is to be rolled back.</exception>
    public async Task<RunPublication> FenceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var run = await RunTable.LockAsync(connection, Run.Id, cancellationToken);
        if (run is null || run.State != RunState.Running || run.Attempt != Run.Attempt)
        {
            throw new LeaseLostException(Run.Id, Run.Attempt);
        }

        if (run.CancelRequestedAt is not null)
        {
            throw new OperationCanceledException("The run was cancelled.");
        }

        return new RunPublication(connection, Run);
    }
}
