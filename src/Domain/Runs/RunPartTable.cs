using Npgsql;

namespace HealthGraph.Domain.Runs;

/// <summary><c>jobs.run_part</c>, on the caller's connection and so in the caller's transaction.</summary>
public static class RunPartTable
{
    public static async Task<List<RunPart>> ListAsync(NpgsqlConnection connection, Guid runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT file_set, number, path, rows, bytes, sha256, detail
            FROM jobs.run_part
            WHERE run_id = @run_id
            ORDER BY file_set, number
            """,
            connection);
        command.Parameters.AddWithValue("run_id", runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var parts = new List<RunPart>();
        while (await reader.ReadAsync(cancellationToken))
        {
            parts.Add(new RunPart
            {
                FileSet = reader.GetString(0),
                Number = reader.GetInt32(1),
                Path = reader.GetString(2),
                Rows = reader.GetInt64(3),
                Bytes = reader.GetInt64(4),
                Sha256 = reader.GetString(5),
                Detail = RunReader.Json(reader, "detail"),
            });
        }

        return parts;
    }

    /// <summary>A part that an earlier attempt wrote under the same number is replaced.</summary>
    public static async Task SaveAsync(
        NpgsqlConnection connection, Guid runId, int attempt, RunPart part, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO jobs.run_part (run_id, file_set, number, attempt, path, rows, bytes, sha256, detail)
            VALUES (@run_id, @file_set, @number, @attempt, @path, @rows, @bytes, @sha256, @detail)
            ON CONFLICT (run_id, file_set, number) DO UPDATE
            SET attempt = excluded.attempt,
                path = excluded.path,
                rows = excluded.rows,
                bytes = excluded.bytes,
                sha256 = excluded.sha256,
                detail = excluded.detail,
                finished_at = now()
            """,
            connection);
        command.Parameters.AddWithValue("run_id", runId);
        command.Parameters.AddWithValue("file_set", part.FileSet);
        command.Parameters.AddWithValue("number", part.Number);
        command.Parameters.AddWithValue("attempt", attempt);
        command.Parameters.AddWithValue("path", part.Path);
        command.Parameters.AddWithValue("rows", part.Rows);
        command.Parameters.AddWithValue("bytes", part.Bytes);
        command.Parameters.AddWithValue("sha256", part.Sha256);
        command.Parameters.Add(RunTable.Json("detail", part.Detail));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
