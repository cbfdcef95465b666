using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>
/// Takes indexes and constraints off the tables for the time of a load and puts the very same back, in the caller's transaction: if it
/// does not commit, nothing was ever gone.
/// </summary>
internal sealed class LoadSchema(NpgsqlConnection connection, IReadOnlyList<string> tables)
{
    private readonly List<string> _recreate = [];

    /// <summary>Statements that bring back what was dropped: how many steps there are to report.</summary>
    public int Steps => _recreate.Count;

    public async Task DropAsync(CancellationToken cancellationToken)
    {
        // Unique keys first, then plain indexes, then foreign keys, which need the keys. Any table's foreign key to these counts.
        var drop = new List<string>();
        await ReadAsync(
            """
            SELECT
                format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint
            WHERE contype = 'f' AND (conrelid = ANY($1::text[]::regclass[]) OR confrelid = ANY($1::text[]::regclass[]))
            ORDER BY conrelid::regclass::text, conname
            """,
            drop,
            cancellationToken);
        var foreignKeys = _recreate.ToList();
        _recreate.Clear();
        await ReadAsync(
            """
            SELECT
                format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint
            WHERE contype IN ('p', 'u') AND conrelid = ANY($1::text[]::regclass[])
            ORDER BY conrelid::regclass::text, contype, conname
            """,
            drop,
            cancellationToken);
        await ReadAsync(
            """
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            FROM pg_index
            WHERE indrelid = ANY($1::text[]::regclass[])
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
            ORDER BY indrelid::regclass::text, indexrelid::regclass::text
            """,
            drop,
            cancellationToken);
        _recreate.AddRange(foreignKeys);
        foreach (var statement in drop)
        {
            await ExecuteAsync(statement, cancellationToken);
        }
    }

    public async Task RecreateAsync(Action done, CancellationToken cancellationToken)
    {
        foreach (var statement in _recreate)
        {
            await ExecuteAsync(statement, cancellationToken);
            done();
        }
    }

    private async Task ReadAsync(string sql, List<string> drop, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = tables.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            drop.Add(reader.GetString(0));
            _recreate.Add(reader.GetString(1));
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // An index takes as long as it takes.
    [SuppressMessage("Security", "CA2100", Justification = "The text is this class's own, or PostgreSQL's definition of an object.")]
    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = 0 };
}
