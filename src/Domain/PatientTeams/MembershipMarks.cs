using Npgsql;

namespace HealthGraph.Domain.PatientTeams;

/// <summary>
/// Marks that the triggers of the inputs have left in <c>immunisation.patient_team_change</c>: whose memberships have to be looked at.
/// They are deleted in the transaction that looks, so a node that dies in between has taken nothing.
/// </summary>
internal sealed record MembershipMarks(long Count, bool Everybody, IReadOnlyList<Guid> Patients, IReadOnlyList<long> Teams)
{
    /// <summary>Whether there is one, without a lock.</summary>
    public static async Task<bool> AnyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM immunisation.patient_team_change)", connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Takes the oldest, up to <paramref name="limit"/> of them.</summary>
    public static async Task<MembershipMarks> TakeAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH taken AS (
                DELETE FROM immunisation.patient_team_change
                WHERE id = ANY (ARRAY(SELECT id FROM immunisation.patient_team_change ORDER BY id LIMIT $1))
                RETURNING patient_id, team_id, vaccination_record_id
            )
            SELECT
                count(*),
                coalesce(bool_or(num_nonnulls(patient_id, team_id, vaccination_record_id) = 0), false),
                coalesce(array_agg(DISTINCT patient_id) FILTER (WHERE patient_id IS NOT NULL), '{}'),
                coalesce(array_agg(DISTINCT team_id) FILTER (WHERE team_id IS NOT NULL), '{}'),
                coalesce(array_agg(DISTINCT vaccination_record_id) FILTER (WHERE vaccination_record_id IS NOT NULL), '{}')
            FROM taken
            """,
            connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = limit } },
        };
        MembershipMarks marks;
        long[] records;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            records = reader.GetFieldValue<long[]>(4);
            marks = new MembershipMarks(
                reader.GetInt64(0), reader.GetBoolean(1), reader.GetFieldValue<Guid[]>(2), reader.GetFieldValue<long[]>(3));
        }

        return records.Length == 0
            ? marks
            : marks with { Patients = [.. marks.Patients.Union(await PatientsOfAsync(connection, records, cancellationToken))] };
    }

    /// <summary>Takes all that are there: everybody is going to be looked at.</summary>
    public static async Task<long> TakeAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM immunisation.patient_team_change", connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<Guid>> PatientsOfAsync(NpgsqlConnection connection, long[] records, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT patient_id
            FROM immunisation.vaccination_record
            WHERE id = ANY ($1)
            ORDER BY patient_id
            """,
            connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = records } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> patients = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            patients.Add(reader.GetGuid(0));
        }

        return patients;
    }
}
