using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Runs;

/// <summary>
/// <c>jobs.run</c>, statement by statement, on the caller's connection and so in the caller's transaction. Leases are measured by the
/// clock of the database, which all nodes share; a change by the owner carries the attempt, and an older attempt changes nothing.
/// </summary>
public static class RunTable
{
    /// <summary>Null when a run with this idempotency key exists, or one with this active key is queued or running.</summary>
    public static async Task<Run?> InsertAsync(
        NpgsqlConnection connection, Guid id, RunRequest request, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO jobs.run (id, kind, arguments, active_key, idempotency_key, requested_by, retry_of, scheduled_for)
            VALUES (@id, @kind, @arguments, @active_key, @idempotency_key, @requested_by, @retry_of, @scheduled_for)
            ON CONFLICT DO NOTHING
            RETURNING *
            """,
            connection);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("kind", request.Kind);
        command.Parameters.Add(Json("arguments", request.Arguments));
        command.Parameters.Add(Text("active_key", request.ActiveKey));
        command.Parameters.Add(Text("idempotency_key", request.IdempotencyKey));
        command.Parameters.AddWithValue("requested_by", request.RequestedBy);
        command.Parameters.Add(Nullable("retry_of", NpgsqlDbType.Uuid, request.RetryOf));
        command.Parameters.Add(Nullable("scheduled_for", NpgsqlDbType.TimestampTz, request.ScheduledFor?.ToUniversalTime()));
        return await ReadOneAsync(command, cancellationToken);
    }

    public static async Task<Run?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT * FROM jobs.run WHERE id = @id", connection);
        command.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>The run, locked until the transaction ends: nobody takes, finishes or cancels it meanwhile.</summary>
    public static async Task<Run?> LockAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT * FROM jobs.run WHERE id = @id FOR NO KEY UPDATE", connection);
        command.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(command, cancellationToken);
    }

    public static async Task<Run?> FindByIdempotencyKeyAsync(
        NpgsqlConnection connection, string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT * FROM jobs.run WHERE idempotency_key = @key", connection);
        command.Parameters.AddWithValue("key", idempotencyKey);
        return await ReadOneAsync(command, cancellationToken);
    }

    public static async Task<Run?> FindActiveAsync(
        NpgsqlConnection connection, string kind, string activeKey, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT * FROM jobs.run WHERE kind = @kind AND active_key = @key AND state IN ('QUEUED', 'RUNNING')", connection);
        command.Parameters.AddWithValue("kind", kind);
        command.Parameters.AddWithValue("key", activeKey);
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>
    /// Takes a run that waits and is due, or whose lease ran out; null when there is nothing to take. A row that somebody has locked
    /// is being decided on at this moment and is left alone.
    /// </summary>
    public static async Task<Run?> ClaimAsync(
        NpgsqlConnection connection, Guid id, RunLease lease, int maxAttempts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.run
            SET state = 'RUNNING',
                attempt = attempt + 1,
                lease_owner = @owner,
                lease_until = clock_timestamp() + @lease,
                fire_instance_id = @fire_instance_id,
                started_at = coalesce(started_at, clock_timestamp()),
                error_code = NULL,
                error_message = NULL
            WHERE id = (
                SELECT id
                FROM jobs.run
                WHERE id = @id
                  AND attempt - handovers < @max_attempts
                  AND cancel_requested_at IS NULL
                  AND ((state = 'QUEUED' AND coalesce(scheduled_for, '-infinity') <= @now)
                    OR (state = 'RUNNING' AND lease_until < clock_timestamp()))
                FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING *
            """,
            connection);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("owner", lease.Owner);
        command.Parameters.AddWithValue("lease", lease.Duration);
        command.Parameters.Add(Text("fire_instance_id", lease.FireInstanceId));
        command.Parameters.AddWithValue("max_attempts", maxAttempts);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>Renews the lease and writes the progress down; null when this attempt does not own the run any more.</summary>
    public static async Task<Run?> RenewAsync(
        NpgsqlConnection connection,
        Guid id,
        int attempt,
        TimeSpan lease,
        RunProgress progress,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.run
            SET lease_until = clock_timestamp() + @lease,
                progress_step = @step,
                progress_rows = @rows,
                progress_bytes = @bytes,
                progress_percent = @percent
            WHERE id = @id AND attempt = @attempt AND state = 'RUNNING'
            RETURNING *
            """,
            connection);
        AddOwner(command, id, attempt);
        command.Parameters.AddWithValue("lease", lease);
        AddProgress(command, progress);
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>The end of a run by its owner; false when this attempt does not own the run any more.</summary>
    public static async Task<bool> FinishAsync(
        NpgsqlConnection connection, Guid id, int attempt, RunOutcome outcome, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.run
            SET state = @state,
                lease_until = NULL,
                fire_instance_id = NULL,
                finished_at = clock_timestamp(),
                outputs = coalesce(@outputs, outputs),
                error_code = @error_code,
                error_message = @error_message,
                progress_step = @step,
                progress_rows = @rows,
                progress_bytes = @bytes,
                progress_percent = @percent
            WHERE id = @id AND attempt = @attempt AND state = 'RUNNING'
            """,
            connection);
        AddOwner(command, id, attempt);
        command.Parameters.AddWithValue("state", outcome.State.ToName());
        command.Parameters.Add(Json("outputs", outcome.Outputs));
        command.Parameters.Add(Text("error_code", outcome.ErrorCode));
        command.Parameters.Add(Text("error_message", outcome.ErrorMessage));
        AddProgress(command, outcome.Progress);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Back in the queue, by its owner: another attempt follows.</summary>
    public static async Task<bool> RequeueAsync(
        NpgsqlConnection connection, Guid id, int attempt, RunRequeue requeue, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.run
            SET state = 'QUEUED',
                lease_until = NULL,
                fire_instance_id = NULL,
                queued_at = clock_timestamp(),
                scheduled_for = @due_at,
                handovers = handovers + CASE WHEN @handover THEN 1 ELSE 0 END,
                error_code = @error_code,
                error_message = @error_message
            WHERE id = @id AND attempt = @attempt AND state = 'RUNNING'
            """,
            connection);
        AddOwner(command, id, attempt);
        command.Parameters.Add(Nullable("due_at", NpgsqlDbType.TimestampTz, requeue.DueAt?.ToUniversalTime()));
        command.Parameters.AddWithValue("handover", requeue.IsHandover);
        command.Parameters.Add(Text("error_code", requeue.ErrorCode));
        command.Parameters.Add(Text("error_message", requeue.ErrorMessage));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>A run that waits is cancelled at once, one that runs is asked to stop. The caller holds the row's lock.</summary>
    public static async Task<Run?> RequestCancelAsync(
        NpgsqlConnection connection, Guid id, string requestedBy, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.run
            SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
                cancel_requested_by = coalesce(cancel_requested_by, @by),
                state = CASE WHEN state = 'QUEUED' THEN 'CANCELLED' ELSE state END,
                finished_at = CASE WHEN state = 'QUEUED' THEN clock_timestamp() END
            WHERE id = @id AND state IN ('QUEUED', 'RUNNING')
            RETURNING *
            """,
            connection);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("by", requestedBy);
        return await ReadOneAsync(command, cancellationToken);
    }

    public static async Task SaveCheckpointAsync(
        NpgsqlConnection connection, Guid id, JsonElement checkpoint, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("UPDATE jobs.run SET checkpoint = @checkpoint WHERE id = @id", connection);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.Add(Json("checkpoint", checkpoint));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends the leases that earlier processes of this node left: whoever holds the node's name now knows that they are gone.</summary>
    public static async Task<int> ExpireLeasesAsync(
        NpgsqlConnection connection, string node, string owner, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.run
            SET lease_until = '-infinity'
            WHERE state = 'RUNNING' AND starts_with(lease_owner, @node || '/') AND lease_owner <> @owner
            """,
            connection);
        command.Parameters.AddWithValue("node", node);
        command.Parameters.AddWithValue("owner", owner);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs that nobody works at although somebody should: the lease ran out, or they have been due for a while.</summary>
    public static async Task<List<Guid>> FindStrandedAsync(
        NpgsqlConnection connection, DateTimeOffset dueBefore, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id
            FROM jobs.run
            WHERE (state = 'RUNNING' AND lease_until < clock_timestamp())
               OR (state = 'QUEUED' AND coalesce(scheduled_for, queued_at) < @due_before)
            ORDER BY id
            LIMIT 100
            """,
            connection);
        command.Parameters.AddWithValue("due_before", dueBefore.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    /// <summary>The run if its lease ran out, locked; null when it is not so, or somebody else is at it.</summary>
    public static async Task<Run?> LockExpiredAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT *
            FROM jobs.run
            WHERE id = @id AND state = 'RUNNING' AND lease_until < clock_timestamp()
            FOR NO KEY UPDATE SKIP LOCKED
            """,
            connection);
        command.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(command, cancellationToken);
    }

    private static void AddOwner(NpgsqlCommand command, Guid id, int attempt)
    {
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("attempt", attempt);
    }

    private static void AddProgress(NpgsqlCommand command, RunProgress progress)
    {
        command.Parameters.Add(Text("step", progress.Step));
        command.Parameters.Add(Nullable("rows", NpgsqlDbType.Bigint, progress.Rows));
        command.Parameters.Add(Nullable("bytes", NpgsqlDbType.Bigint, progress.Bytes));
        command.Parameters.Add(Nullable("percent", NpgsqlDbType.Double, progress.Percent));
    }

    private static async Task<Run?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RunReader.Read(reader) : null;
    }

    internal static NpgsqlParameter Json(string name, JsonElement? value) =>
        new(name, NpgsqlDbType.Jsonb) { Value = value is { } json ? json.GetRawText() : DBNull.Value };

    private static NpgsqlParameter Text(string name, string? value) => Nullable(name, NpgsqlDbType.Text, value);

    private static NpgsqlParameter Nullable(string name, NpgsqlDbType type, object? value) =>
        new(name, type) { Value = value ?? DBNull.Value };
}
