using HealthGraph.Domain.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Domain.PatientTeams;

/// <summary>
/// Keeps memberships up while a node runs. It listens for marks, so that a change is seen within milliseconds, and looks every few
/// seconds anyhow, because a notice may be lost with the connection.
/// </summary>
public sealed class PatientTeamChangeLoop(
    PatientTeamUpdater updater, IConfiguration configuration, TimeProvider time, ILogger<PatientTeamChangeLoop> logger)
{
    private const string Channel = "patient_teams";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OtherNodeAtWork = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    /// <summary>Runs until it is cancelled. A database that is away does not end it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await updater.MarkIfRulesDifferAsync(cancellationToken);
                await ListenAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                // The type and the state only: PostgreSQL's text may quote a row.
                logger.CatchUpFailed(e.GetType().Name, (e as NpgsqlException)?.SqlState ?? "none");
            }

            try
            {
                await Task.Delay(AfterFailure, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString());
        await connection.OpenAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // First a look, then to wait: what was marked before the LISTEN is not told.
        while (true)
        {
            var pause = await CatchUpAsync(cancellationToken);
            await connection.WaitAsync(pause, cancellationToken);
        }
    }

    private async Task<TimeSpan> CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            var result = await updater.CatchUpAsync(cancellationToken);
            if (result.Marks > 0)
            {
                logger.CaughtUp(
                    result.Marks,
                    result.Counts.Inserted,
                    result.Counts.Changed,
                    result.Counts.Deleted,
                    time.GetElapsedTime(started).TotalMilliseconds);
            }
            else
            {
                return result.MayBeMore ? OtherNodeAtWork : Interval;
            }
        }
    }

    // Outside the pool: a connection that listens must never be lent to anybody else.
    private string ConnectionString() => new NpgsqlConnectionStringBuilder(DatabaseOptions.From(configuration).ConnectionString)
    {
        ApplicationName = "HealthGraph patient teams",
        Pooling = false,
        KeepAlive = 15,
        IncludeErrorDetail = false,
    }.ConnectionString;
}

internal static partial class PatientTeamLog
{
    [LoggerMessage(
        5201,
        LogLevel.Debug,
        "Brought memberships up to date after {Marks} marks: {Inserted} inserted, {Changed} changed, {Deleted} deleted, in {Milliseconds} ms")]
    public static partial void CaughtUp(this ILogger logger, long marks, long inserted, long changed, long deleted, double milliseconds);

    [LoggerMessage(5202, LogLevel.Warning, "Memberships could not be brought up to date ({Exception}, SQL state {SqlState}); trying again")]
    public static partial void CatchUpFailed(this ILogger logger, string exception, string sqlState);
}
