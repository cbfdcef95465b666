using Npgsql;

namespace HealthGraph.Domain.Seeding;

/// <summary>Settings and registrations for trying the export. What an operator has set stays.</summary>
internal static class SeedMipsSettings
{
    private static readonly (int Year, string[] States, bool StrictlyContained)[] Years =
    [
        (2022, ["CA"], true),
        (2023, ["CA", "TX"], true),
        (2024, ["CA", "TX", "NY"], false),
        (2025, ["CA", "TX", "WA"], false),
        (2026, ["CA", "TX"], false),
    ];

    public static async Task InsertAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var (year, states, strictlyContained) in Years)
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO settings.setting (key, value, setting_type, changed_by)
                VALUES
                    (format('healthmonix_%s_integration_enabled', @year), 'true', 'boolean', 'seed'),
                    (format('healthmonix_%s_states', @year), array_to_string(@states, ', '), 'list', 'seed'),
                    (format('healthmonix_%s_strictly_contained', @year), @strictly_contained::text, 'boolean', 'seed')
                ON CONFLICT (key) DO NOTHING;

                INSERT INTO mips.registration (year, state, registration_id, integration_key)
                SELECT @year, state, format('%s%s', @year % 100, 1000 + place), md5(format('sample %s %s', @year, state))
                FROM unnest(@states) WITH ORDINALITY AS listed (state, place)
                ON CONFLICT (year, state) DO NOTHING
                """,
                connection);
            command.Parameters.AddWithValue("year", year);
            command.Parameters.AddWithValue("states", states);
            command.Parameters.AddWithValue("strictly_contained", strictlyContained);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
