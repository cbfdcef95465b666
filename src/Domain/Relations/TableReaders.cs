using Npgsql;

namespace HealthGraph.Domain.Relations;

/// <summary>Lets the roles of PostgreSQL that reading goes through read a table that was made while the program runs.</summary>
public static class TableReaders
{
    // What holds patients and has no row rules is not for teams. Where rows are not ruled by roles there are none of these, and nothing to grant.
    private static readonly string[] OfPatients = ["healthgraph_analyst"];
    private static readonly string[] OfAll = ["healthgraph_analyst", "healthgraph_team"];

    public static async Task GrantAsync(NpgsqlConnection connection, RelationDefinition definition, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT format('GRANT USAGE ON SCHEMA %1$I TO %3$I; GRANT SELECT ON %1$I.%2$I TO %3$I', @schema, @table, rolname)
            FROM pg_roles
            WHERE rolname = ANY (@readers)
            ORDER BY rolname
            """,
            connection);
        command.Parameters.AddWithValue("schema", definition.SchemaName);
        command.Parameters.AddWithValue("table", definition.TableName);
        command.Parameters.AddWithValue("readers", definition.HoldsPatients ? OfPatients : OfAll);
        var grants = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                grants.Add(reader.GetString(0));
            }
        }

        foreach (var grant in grants)
        {
            // Quoted by format, which is PostgreSQL's own.
#pragma warning disable CA2100
            await using var execute = new NpgsqlCommand(grant, connection);
#pragma warning restore CA2100
            await execute.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
