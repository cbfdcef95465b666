using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Access;

/// <summary>The keys in <c>access.api_key</c>.</summary>
public sealed class ApiKeyStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>How exactly the last use of a key is known: no more than one write in this time.</summary>
    public static readonly TimeSpan LastUseResolution = TimeSpan.FromMinutes(1);

    public async Task<CreatedApiKey> CreateAsync(NewApiKey key, CancellationToken cancellationToken)
    {
        Validate(key);
        var secret = ApiKeySecret.Generate();
        await using var command = dataSource.CreateCommand("""
            INSERT INTO access.api_key (id, name, role, teams, prefix, key_hash, created_at, expires_at)
            VALUES (@id, @name, @role, @teams, @prefix, @key_hash, @created_at, @expires_at)
            RETURNING id, name, role, teams, prefix, created_at, expires_at, revoked_at, last_used_at
            """);
        command.Parameters.AddWithValue("id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("name", key.Name);
        command.Parameters.AddWithValue("role", key.Role.ToName());
        command.Parameters.AddWithValue("teams", key.Teams.Distinct().Order().ToArray());
        command.Parameters.AddWithValue("prefix", secret.Prefix);
        command.Parameters.AddWithValue("key_hash", secret.Hash());
        command.Parameters.AddWithValue("created_at", time.GetUtcNow());
        command.Parameters.Add(new NpgsqlParameter("expires_at", NpgsqlDbType.TimestampTz)
        {
            Value = (object?)key.ExpiresAt?.ToUniversalTime() ?? DBNull.Value,
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new CreatedApiKey(Read(reader), secret);
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            SELECT id, name, role, teams, prefix, created_at, expires_at, revoked_at, last_used_at
            FROM access.api_key
            ORDER BY created_at, id
            """);
        List<ApiKey> keys = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(Read(reader));
        }

        return keys;
    }

    /// <summary>The key of that secret, revoked and expired ones included; null when there is none.</summary>
    public async Task<ApiKey?> FindAsync(ApiKeySecret secret, CancellationToken cancellationToken)
    {
        // By the index on the hash: how long it takes tells of the hash's bytes, from which no key can be worked out.
        await using var command = dataSource.CreateCommand("""
            SELECT id, name, role, teams, prefix, created_at, expires_at, revoked_at, last_used_at
            FROM access.api_key
            WHERE key_hash = @key_hash
            """);
        command.Parameters.AddWithValue("key_hash", secret.Hash());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>
    /// A new key like the old one (name, role, teams, as long a life), and the old one ends after <paramref name="overlap"/>, so that its
    /// holder has time to change over. Null when there is no such key, or it is no longer valid.
    /// </summary>
    public async Task<CreatedApiKey?> RotateAsync(Guid id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var secret = ApiKeySecret.Generate();
        await using var command = dataSource.CreateCommand("""
            WITH old AS (
                UPDATE access.api_key
                SET expires_at = least(expires_at, @now + @overlap)
                WHERE id = @id
                  AND revoked_at IS NULL
                  AND (expires_at IS NULL OR expires_at > @now)
                RETURNING name, role, teams
            ),
            -- As the statement found it: RETURNING has the new end.
            life AS (
                SELECT expires_at - created_at AS length FROM access.api_key WHERE id = @id
            )
            INSERT INTO access.api_key (id, name, role, teams, prefix, key_hash, created_at, expires_at)
            SELECT @new_id, old.name, old.role, old.teams, @prefix, @key_hash, @now, @now + life.length
            FROM old CROSS JOIN life
            RETURNING id, name, role, teams, prefix, created_at, expires_at, revoked_at, last_used_at
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("new_id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        command.Parameters.AddWithValue("overlap", overlap);
        command.Parameters.AddWithValue("prefix", secret.Prefix);
        command.Parameters.AddWithValue("key_hash", secret.Hash());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new CreatedApiKey(Read(reader), secret) : null;
    }

    /// <summary>Ends a key now. False when there is no such key, or it was revoked before.</summary>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            UPDATE access.api_key
            SET revoked_at = @now
            WHERE id = @id
              AND revoked_at IS NULL
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Notes that the key was used, unless that was noted within <see cref="LastUseResolution"/>.</summary>
    public async Task TouchAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            UPDATE access.api_key
            SET last_used_at = @now
            WHERE id = @id
              AND (last_used_at IS NULL OR last_used_at < @before)
            """);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        command.Parameters.AddWithValue("before", time.GetUtcNow() - LastUseResolution);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Validate(NewApiKey key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key.Name, nameof(key));
        if (key.Role is not Role.Team && key.Teams.Count > 0)
        {
            throw new ArgumentException($"Only a key with the role team has teams, not one with the role {key.Role.ToName()}.", nameof(key));
        }
    }

    private static ApiKey Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Name = reader.GetString(1),
        Role = RoleNames.TryParse(reader.GetString(2), out var role)
            ? role
            : throw new InvalidOperationException($"access.api_key holds the unknown role '{reader.GetString(2)}'."),
        Teams = reader.GetFieldValue<long[]>(3),
        Prefix = reader.GetString(4),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
        ExpiresAt = ReadInstant(reader, 6),
        RevokedAt = ReadInstant(reader, 7),
        LastUsedAt = ReadInstant(reader, 8),
    };

    private static DateTimeOffset? ReadInstant(NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<DateTimeOffset>(ordinal);
}
