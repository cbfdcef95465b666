using Npgsql;

namespace HealthGraph.Domain.Settings;

/// <summary><c>settings.setting</c>, on the caller's connection and so in the caller's transaction.</summary>
public static class SettingTable
{
    /// <summary>The texts of the settings that are set, by key.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT key, value FROM settings.setting WHERE key = ANY (@keys) AND value IS NOT NULL", connection);
        command.Parameters.AddWithValue("keys", keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            texts.Add(reader.GetString(0), reader.GetString(1));
        }

        return texts;
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection, string key, SettingType type, string text, string changedBy, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO settings.setting (key, value, setting_type, changed_at, changed_by)
            VALUES (@key, @value, @type, now(), @changed_by)
            ON CONFLICT (key) DO UPDATE
            SET value = excluded.value,
                setting_type = excluded.setting_type,
                changed_at = excluded.changed_at,
                changed_by = excluded.changed_by
            """,
            connection);
        command.Parameters.AddWithValue("key", key);
        command.Parameters.AddWithValue("value", text);
        command.Parameters.AddWithValue("type", type.ToName());
        command.Parameters.AddWithValue("changed_by", changedBy);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>As if it had never been set.</summary>
    public static async Task RemoveAsync(NpgsqlConnection connection, string key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM settings.setting WHERE key = @key", connection);
        command.Parameters.AddWithValue("key", key);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
