using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Mips;

/// <summary><c>mips.export</c>, on the caller's connection and so in the caller's transaction.</summary>
public static class MipsExportTable
{
    /// <summary>What the last build counted; null when there was none.</summary>
    public static async Task<MipsCounts?> FindCountsAsync(NpgsqlConnection connection, int year, string state, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT
                functional_rows, nprs_rows, length_of_stay_rows, not_completed, outside_year, unknown_state, body_part_excluded,
                body_part_unmapped, age, not_contained, npi_invalid, tin_missing
            FROM mips.export
            WHERE year = @year AND state = @state
            """,
            connection);
        AddKey(command, year, state);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var column = 0;
        var rows = MipsRowKind.All.ToDictionary(kind => kind, _ => reader.GetInt64(column++));
        return new MipsCounts(rows, MipsRejectReason.All.ToDictionary(reason => reason, _ => reader.GetInt64(column++)));
    }

    /// <summary>A build that is not published yet.</summary>
    public static async Task SaveBuildAsync(
        NpgsqlConnection connection, int year, string state, Guid runId, MipsCounts counts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO mips.export (
                year, state, run_id, built_at, functional_rows, nprs_rows, length_of_stay_rows, not_completed, outside_year, unknown_state,
                body_part_excluded, body_part_unmapped, age, not_contained, npi_invalid, tin_missing)
            VALUES (
                @year, @state, @run_id, clock_timestamp(), @functional, @nprs, @length_of_stay, @not_completed, @outside_year, @unknown_state,
                @body_part_excluded, @body_part_unmapped, @age, @not_contained, @npi_invalid, @tin_missing)
            ON CONFLICT (year, state) DO UPDATE
            SET run_id = excluded.run_id,
                built_at = excluded.built_at,
                functional_rows = excluded.functional_rows,
                nprs_rows = excluded.nprs_rows,
                length_of_stay_rows = excluded.length_of_stay_rows,
                not_completed = excluded.not_completed,
                outside_year = excluded.outside_year,
                unknown_state = excluded.unknown_state,
                body_part_excluded = excluded.body_part_excluded,
                body_part_unmapped = excluded.body_part_unmapped,
                age = excluded.age,
                not_contained = excluded.not_contained,
                npi_invalid = excluded.npi_invalid,
                tin_missing = excluded.tin_missing,
                folder = NULL,
                published_at = NULL,
                bytes = NULL,
                sha256 = NULL,
                remote_name = NULL,
                remote_bytes = NULL,
                delivered_at = NULL
            """,
            connection);
        AddKey(command, year, state);
        command.Parameters.AddWithValue("run_id", runId);
        foreach (var (kind, count) in counts.Rows)
        {
            command.Parameters.AddWithValue(kind, count);
        }

        foreach (var (reason, count) in counts.Rejects)
        {
            command.Parameters.AddWithValue(reason == MipsRejectReason.State ? "unknown_state" : reason, count);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task SavePublicationAsync(
        NpgsqlConnection connection, MipsFiles files, long bytes, string sha256, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE mips.export
            SET folder = @folder, published_at = clock_timestamp(), bytes = @bytes, sha256 = @sha256
            WHERE year = @year AND state = @state
            """,
            connection);
        AddKey(command, files.Year, files.State);
        command.Parameters.AddWithValue("folder", files.Folder);
        command.Parameters.AddWithValue("bytes", bytes);
        command.Parameters.AddWithValue("sha256", sha256);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="remoteName">Without the integration key.</param>
    public static async Task SaveDeliveryAsync(
        NpgsqlConnection connection, MipsFiles files, string remoteName, long bytes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE mips.export
            SET remote_name = @remote_name, remote_bytes = @bytes, delivered_at = @at
            WHERE year = @year AND state = @state
            """,
            connection);
        AddKey(command, files.Year, files.State);
        command.Parameters.AddWithValue("remote_name", remoteName);
        command.Parameters.AddWithValue("bytes", bytes);
        command.Parameters.AddWithValue("at", at);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddKey(NpgsqlCommand command, int year, string state)
    {
        command.Parameters.AddWithValue("year", year);
        command.Parameters.AddWithValue("state", NpgsqlDbType.Char, state);
    }
}
