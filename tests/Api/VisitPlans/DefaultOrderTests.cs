using HealthGraph.Api.Composition;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Api.Tests.VisitPlans;

/// <summary>The order that a page has when none is asked for is an index's, for every list of the schema: pages of it are a seek, however large the table.</summary>
public sealed class DefaultOrderTests(PostgresServer postgres)
{
    // Their pages are cut from what hangs on one row.
    private static readonly HashSet<string> WithinOneRow = ["VisitPlanEntry", "MembershipReason"];

    [Fact]
    public async Task The_default_order_of_every_relation_is_an_indexs()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        var relations = api.Services.GetRequiredService<SchemaProvider>().Current.Schema.QueryType!.Fields.Values
            .Select(field => field.Features.Get<ConnectionFeature>()?.Relation)
            .OfType<GraphQL.Data.Relations.Relation>()
            .Where(relation => !WithinOneRow.Contains(relation.TypeName))
            .ToList();
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        // Tables are empty here: what an index cannot give would cost more than it can.
        await ReadAsync(connection, "SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off; SET enable_bitmapscan = off");

        Assert.NotEmpty(relations);
        foreach (var relation in relations)
        {
            var descending = relation.DefaultOrder.Count > 0 && relation.DefaultOrder[^1].Descending;
            var order = relation.DefaultOrder.Concat(relation.Key.Select(column => (column.ColumnName, Descending: descending)))
                .DistinctBy(key => key.ColumnName)
                .Select(key => $"t.\"{key.ColumnName}\" {(key.Descending ? "DESC NULLS FIRST" : "ASC NULLS LAST")}");
            var plan = await ReadAsync(
                connection,
                $"EXPLAIN SELECT t.\"{relation.Key[0].ColumnName}\" FROM \"{relation.SchemaName}\".\"{relation.TableName}\" AS t ORDER BY {string.Join(", ", order)} LIMIT 51");

            // Partitions are merged by a "Sort Key" and not sorted.
            Assert.False(plan.Contains("Sort  (", StringComparison.Ordinal), $"{relation.TypeName} by {string.Join(", ", order)}:\n{plan}");
        }
    }

    private static async Task<string> ReadAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Made of the schema's own names.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
