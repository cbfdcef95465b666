using HealthGraph.Domain.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Domain.Runs;

/// <summary>
/// Hears of changed runs from the database, on one connection of its own, and passes them on to this node's listeners. After an
/// outage it tells of every run that may have changed meanwhile, so that nobody misses how one ended.
/// </summary>
public sealed class RunChangeListener(IConfiguration configuration, RunChanges changes, TimeProvider time, ILogger<RunChangeListener> logger)
{
    /// <summary>What the trigger of <c>jobs.run</c> notifies; the payload is the run's id.</summary>
    public const string Channel = "jobs_run";

    // Clocks of nodes differ, and a transaction may have ended later than the time that it wrote.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // An idle connection that a firewall forgot would otherwise be silent for ever.
    private const int KeepAliveSeconds = 15;

    private DateTimeOffset _heardUntil = time.GetUtcNow();
    private TimeSpan _pause = FirstPause;
    private bool _failed;

    /// <summary>Runs until it is cancelled. A database that is away does not end it.</summary>
    /// <param name="recovered">Called when the database is back, before the listeners read from it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action recovered, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(recovered, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                _failed = true;
                logger.ListeningFailed(e.GetType().Name, (e as NpgsqlException)?.SqlState ?? "none");
            }

            try
            {
                await Task.Delay(_pause, time, cancellationToken);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(Action recovered, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString());
        await connection.OpenAsync(cancellationToken);
        connection.Notification += (_, notification) =>
        {
            if (Guid.TryParse(notification.Payload, out var runId))
            {
                changes.Publish(runId);
            }
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        if (_failed)
        {
            recovered();
        }

        await CatchUpAsync(connection, cancellationToken);
        _failed = false;
        logger.Listening();
        _pause = FirstPause;
        try
        {
            while (true)
            {
                await connection.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _heardUntil = time.GetUtcNow();
        }
    }

    private async Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id
            FROM jobs.run
            WHERE state IN ('QUEUED', 'RUNNING')
            UNION
            SELECT id
            FROM jobs.run
            WHERE finished_at >= @since
            """,
            connection);
        command.Parameters.AddWithValue("since", _heardUntil - Overlap);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            changes.Publish(reader.GetGuid(0));
        }
    }

    // Outside the pool: a connection that listens must never be lent to anybody else.
    private string ConnectionString() => new NpgsqlConnectionStringBuilder(DatabaseOptions.From(configuration).ConnectionString)
    {
        ApplicationName = "HealthGraph listener",
        Pooling = false,
        KeepAlive = KeepAliveSeconds,
        IncludeErrorDetail = false,
    }.ConnectionString;
}

internal static partial class RunChangeLog
{
    [LoggerMessage(5101, LogLevel.Debug, "Listening for changes of runs")]
    public static partial void Listening(this ILogger logger);

    [LoggerMessage(5102, LogLevel.Warning, "Changes of runs are not heard ({Exception}, SQL state {SqlState}); trying again")]
    public static partial void ListeningFailed(this ILogger logger, string exception, string sqlState);
}
