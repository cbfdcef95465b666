using Npgsql;

namespace HealthGraph.Domain.Relations;

/// <summary>What PostgreSQL knows of a table's or view's columns.</summary>
public static class TableColumns
{
    /// <summary>The types by column, as <c>format_type</c> names them; null when there is no such table or view.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> FindAsync(
        NpgsqlConnection connection, string schemaName, string tableName, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT a.attname, format_type(a.atttypid, NULL)
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = @schema AND c.relname = @table AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            ORDER BY a.attnum
            """,
            connection);
        command.Parameters.AddWithValue("schema", schemaName);
        command.Parameters.AddWithValue("table", tableName);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, string>? columns = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            columns ??= [];
            if (!await reader.IsDBNullAsync(0, cancellationToken))
            {
                columns.Add(reader.GetString(0), reader.GetString(1));
            }
        }

        return columns;
    }
}
