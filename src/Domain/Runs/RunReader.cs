using System.Text.Json;
using Npgsql;

namespace HealthGraph.Domain.Runs;

internal static class RunReader
{
    /// <summary>The row that a reader of <c>jobs.run</c> stands on.</summary>
    public static Run Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(reader.GetOrdinal("id")),
        Kind = reader.GetString(reader.GetOrdinal("kind")),
        Arguments = Json(reader, "arguments") ?? default,
        ActiveKey = Text(reader, "active_key"),
        IdempotencyKey = Text(reader, "idempotency_key"),
        RequestedBy = reader.GetString(reader.GetOrdinal("requested_by")),
        RetryOf = Value<Guid>(reader, "retry_of"),
        State = RunStateNames.Parse(reader.GetString(reader.GetOrdinal("state"))),
        Attempt = reader.GetInt32(reader.GetOrdinal("attempt")),
        Handovers = reader.GetInt32(reader.GetOrdinal("handovers")),
        LeaseOwner = Text(reader, "lease_owner"),
        FireInstanceId = Text(reader, "fire_instance_id"),
        CancelRequestedAt = Value<DateTimeOffset>(reader, "cancel_requested_at"),
        Progress = new RunProgress(
            Text(reader, "progress_step"),
            Value<long>(reader, "progress_rows"),
            Value<long>(reader, "progress_bytes"),
            Value<double>(reader, "progress_percent")),
        Checkpoint = Json(reader, "checkpoint"),
        Outputs = Json(reader, "outputs"),
        ErrorCode = Text(reader, "error_code"),
        ErrorMessage = Text(reader, "error_message"),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(reader.GetOrdinal("created_at")),
        ScheduledFor = Value<DateTimeOffset>(reader, "scheduled_for"),
        StartedAt = Value<DateTimeOffset>(reader, "started_at"),
        FinishedAt = Value<DateTimeOffset>(reader, "finished_at"),
    };

    public static JsonElement? Json(NpgsqlDataReader reader, string column) =>
        Text(reader, column) is { } text ? JsonElement.Parse(text) : null;

    private static string? Text(NpgsqlDataReader reader, string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }

    private static T? Value<T>(NpgsqlDataReader reader, string column)
        where T : struct
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<T>(ordinal);
    }
}
