using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Relations;

/// <summary>
/// <c>api.relation_definition</c>, on the caller's connection and so in the caller's transaction. Every change counts
/// <c>api.schema_version</c> up and notifies <see cref="Channel"/> when it is committed.
/// </summary>
public static class RelationDefinitionTable
{
    /// <summary>What is notified when definitions have changed.</summary>
    public const string Channel = "api_schema";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>All definitions by type name, of one moment.</summary>
    public static async Task<StoredDefinitions> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT s.version, d.type_name, d.definition::text
            FROM api.schema_version AS s
            LEFT JOIN api.relation_definition AS d ON true
            ORDER BY d.type_name
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var version = 0L;
        var definitions = new List<StoredDefinition>();
        while (await reader.ReadAsync(cancellationToken))
        {
            version = reader.GetInt64(0);
            if (!await reader.IsDBNullAsync(1, cancellationToken))
            {
                definitions.Add(Parse(reader.GetString(1), reader.GetString(2)));
            }
        }

        return new StoredDefinitions(version, definitions);
    }

    /// <summary>Waits for the changes of others; until the transaction ends nobody else makes any.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT version FROM api.schema_version FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds a definition, or puts it in the place of the one of that type.</summary>
    public static async Task PutAsync(NpgsqlConnection connection, RelationDefinition definition, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO api.relation_definition (type_name, definition)
            VALUES (@type_name, @definition)
            ON CONFLICT (type_name) DO UPDATE SET definition = excluded.definition, changed_at = now()
            """,
            connection);
        command.Parameters.AddWithValue("type_name", definition.TypeName);
        command.Parameters.Add(new NpgsqlParameter("definition", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(definition, Json) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>False when there is none of that type.</summary>
    public static async Task<bool> RemoveAsync(NpgsqlConnection connection, string typeName, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM api.relation_definition WHERE type_name = @type_name", connection);
        command.Parameters.AddWithValue("type_name", typeName);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static StoredDefinition Parse(string typeName, string json)
    {
        try
        {
            var definition = JsonSerializer.Deserialize<RelationDefinition>(json, Json);
            return definition?.TypeName == typeName
                ? new(typeName, definition, null)
                : new(typeName, null, "Its definition is of another type.");
        }
        catch (JsonException e)
        {
            return new(typeName, null, e.Message);
        }
    }
}

/// <summary>The definitions of one moment.</summary>
/// <param name="Version">Higher after every change.</param>
public sealed record StoredDefinitions(long Version, IReadOnlyList<StoredDefinition> Definitions);

/// <summary>One stored definition, or why it cannot be read.</summary>
public sealed record StoredDefinition(string TypeName, RelationDefinition? Definition, string? Problem);
