using HealthGraph.Domain.Database;
using Npgsql;

namespace HealthGraph.Domain.Runs;

/// <summary>
/// Hears of changed runs from the database and passes them on to this node's listeners. After an outage it tells of every run that
/// may have changed meanwhile, so that nobody misses how one ended.
/// </summary>
public sealed class RunChangeListener(RunChanges changes, TimeProvider time) : NotificationHandler
{
    /// <summary>What the trigger of <c>jobs.run</c> notifies; the payload is the run's id.</summary>
    public const string Channel = "jobs_run";

    // Clocks of nodes differ, and a transaction may have ended later than the time that it wrote.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private DateTimeOffset _heardUntil = time.GetUtcNow();

    public override string ChannelName => Channel;

    public override void Heard(string payload)
    {
        if (Guid.TryParse(payload, out var runId))
        {
            changes.Publish(runId);
        }
    }

    public override void Ended() => _heardUntil = time.GetUtcNow();

    public override async Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
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
}
