using Npgsql;

namespace HealthGraph.Domain.Runs;

/// <summary><c>jobs.notification</c>, on the caller's connection and so in the caller's transaction.</summary>
public static class RunNotificationTable
{
    /// <summary>The first that is due and not older than that, locked: another node takes another one. Null when there is none.</summary>
    public static async Task<RunNotification?> TakeAsync(NpgsqlConnection connection, TimeSpan oldest, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, run_id, attempts
            FROM jobs.notification
            WHERE delivered_at IS NULL
              AND next_attempt_at <= clock_timestamp()
              AND created_at > clock_timestamp() - @oldest
            ORDER BY next_attempt_at
            LIMIT 1
            FOR NO KEY UPDATE SKIP LOCKED
            """,
            connection);
        command.Parameters.AddWithValue("oldest", oldest);
        (Guid Id, Guid RunId, int Attempts) taken;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            taken = (reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2));
        }

        return await RunTable.FindAsync(connection, taken.RunId, cancellationToken) is { } run ? new RunNotification(taken.Id, run, taken.Attempts) : null;
    }

    public static async Task DeliveredAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE jobs.notification SET attempts = attempts + 1, delivered_at = clock_timestamp() WHERE id = @id", connection);
        command.Parameters.AddWithValue("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>It was sent in vain, and is sent again after a while.</summary>
    public static async Task PostponeAsync(NpgsqlConnection connection, Guid id, TimeSpan wait, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE jobs.notification SET attempts = attempts + 1, next_attempt_at = clock_timestamp() + @wait WHERE id = @id", connection);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("wait", wait);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
