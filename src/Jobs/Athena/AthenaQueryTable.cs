using Npgsql;

namespace HealthGraph.Jobs.Athena;

/// <summary><c>jobs.athena_query</c>: what is written before Athena is asked, and what it answered.</summary>
internal static class AthenaQueryTable
{
    /// <summary>What an earlier attempt asked for under this name; nothing when none got that far.</summary>
    public static async Task<List<AthenaQuery>> ListAsync(NpgsqlConnection connection, Guid runId, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT number, statement, parameters, generation, query_execution_id
            FROM jobs.athena_query
            WHERE run_id = @run_id AND name = @name
            ORDER BY number
            """,
            connection);
        command.Parameters.AddWithValue("run_id", runId);
        command.Parameters.AddWithValue("name", name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var queries = new List<AthenaQuery>();
        while (await reader.ReadAsync(cancellationToken))
        {
            queries.Add(new AthenaQuery
            {
                RunId = runId,
                Name = name,
                Number = reader.GetInt32(0),
                Statement = new AthenaStatement(reader.GetString(1), reader.GetFieldValue<string[]>(2)),
                Generation = reader.GetInt32(3),
                QueryExecutionId = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
            });
        }

        return queries;
    }

    /// <summary>All statements of a name in one, so that a later attempt finds all of them or none. What another attempt wrote first stays.</summary>
    public static async Task InsertAsync(
        NpgsqlConnection connection, Guid runId, string name, IReadOnlyList<AthenaStatement> statements, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        for (var number = 1; number <= statements.Count; number++)
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO jobs.athena_query (run_id, name, number, statement, parameters)
                VALUES (@run_id, @name, @number, @statement, @parameters)
                ON CONFLICT DO NOTHING
                """,
                connection);
            command.Parameters.AddWithValue("run_id", runId);
            command.Parameters.AddWithValue("name", name);
            command.Parameters.AddWithValue("number", number);
            command.Parameters.AddWithValue("statement", statements[number - 1].Sql);
            command.Parameters.AddWithValue("parameters", statements[number - 1].Parameters.ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task SaveIdAsync(NpgsqlConnection connection, AthenaQuery query, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.athena_query
            SET query_execution_id = @id
            WHERE run_id = @run_id AND name = @name AND number = @number AND generation = @generation
            """,
            connection);
        AddKey(command, query);
        command.Parameters.AddWithValue("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Has Athena asked anew, under another token. An attempt that lost its run changes nothing that the next one did.</summary>
    public static async Task RenewAsync(NpgsqlConnection connection, AthenaQuery query, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE jobs.athena_query
            SET generation = generation + 1, query_execution_id = NULL
            WHERE run_id = @run_id AND name = @name AND number = @number AND generation = @generation
            """,
            connection);
        AddKey(command, query);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Has a retry of a run that ended ask all anew, and gives the queries that may still be under way.</summary>
    public static async Task<List<string>> RenewAllAsync(NpgsqlConnection connection, Guid runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH asked AS (
                SELECT name, number, query_execution_id FROM jobs.athena_query WHERE run_id = @run_id FOR UPDATE
            )
            UPDATE jobs.athena_query AS query
            SET generation = query.generation + 1, query_execution_id = NULL
            FROM asked
            WHERE query.run_id = @run_id AND query.name = asked.name AND query.number = asked.number
            RETURNING asked.query_execution_id
            """,
            connection);
        command.Parameters.AddWithValue("run_id", runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!await reader.IsDBNullAsync(0, cancellationToken))
            {
                ids.Add(reader.GetString(0));
            }
        }

        return ids;
    }

    private static void AddKey(NpgsqlCommand command, AthenaQuery query)
    {
        command.Parameters.AddWithValue("run_id", query.RunId);
        command.Parameters.AddWithValue("name", query.Name);
        command.Parameters.AddWithValue("number", query.Number);
        command.Parameters.AddWithValue("generation", query.Generation);
    }
}
