using Npgsql;

namespace HealthGraph.Domain.Mips;

/// <summary><c>mips.registration</c>, on the caller's connection and so in the caller's transaction.</summary>
public static class MipsRegistrationTable
{
    /// <summary>The year's registrations by state.</summary>
    public static async Task<IReadOnlyDictionary<string, MipsRegistration>> ReadAsync(
        NpgsqlConnection connection, int year, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT state, registration_id, integration_key FROM mips.registration WHERE year = @year", connection);
        command.Parameters.AddWithValue("year", year);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var registrations = new Dictionary<string, MipsRegistration>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            registrations.Add(reader.GetString(0), new MipsRegistration(reader.GetString(1), reader.GetString(2)));
        }

        return registrations;
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection, int year, string state, MipsRegistration registration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO mips.registration (year, state, registration_id, integration_key)
            VALUES (@year, @state, @registration_id, @integration_key)
            ON CONFLICT (year, state) DO UPDATE
            SET registration_id = excluded.registration_id, integration_key = excluded.integration_key
            """,
            connection);
        command.Parameters.AddWithValue("year", year);
        command.Parameters.AddWithValue("state", state);
        command.Parameters.AddWithValue("registration_id", registration.RegistrationId);
        command.Parameters.AddWithValue("integration_key", registration.IntegrationKey);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task RemoveAsync(NpgsqlConnection connection, int year, string state, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM mips.registration WHERE year = @year AND state = @state", connection);
        command.Parameters.AddWithValue("year", year);
        command.Parameters.AddWithValue("state", state);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
