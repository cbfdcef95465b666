using System.Globalization;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Page 10,000 is as near as page 1: by the rows that PostgreSQL touches for it.</summary>
public sealed class KeysetPlanTests(PostgresServer postgres)
{
    private const int PageSize = 10;

    private static readonly Relation Reading = new(
        "Reading",
        "public",
        "reading",
        [
            new("number", "id", ColumnTypes.Int4, false, "Number."),
            new("at", "at", ColumnTypes.Timestamptz, false, "At."),
            new("level", "level", ColumnTypes.Int4, true, "Level."),
            new("note", "note", ColumnTypes.Text, true, "Note."),
        ],
        ["id"])
    {
        Description = "A reading.",
    };

    [Fact]
    public async Task A_page_touches_as_many_rows_however_deep_it_lies()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("""
            CREATE TABLE public.reading (id int PRIMARY KEY, at timestamptz NOT NULL, level int, note text);
            INSERT INTO public.reading
            SELECT n, '2024-01-01Z'::timestamptz + (n / 3) * interval '1 second', CASE WHEN n % 10 < 7 THEN n / 5 END, 'note ' || n
            FROM generate_series(1, 150000) AS n;
            CREATE INDEX ON public.reading (at, id);
            CREATE INDEX ON public.reading (level, id);
            ANALYZE public.reading
            """);
        var harness = new RelationHarness(database, ("readings", Reading));

        foreach (var (order, keys, deep) in new[]
        {
            // At row 100,000 and behind it; 45,000 rows have no level.
            ("{at: ASC}", "at", "id = 100000"),
            ("{at: DESC}", "at", "id = 50000"),
            ("{at: DESC}, {number: ASC}", "at", "id = 50000"),
            ("{level: ASC}", "level", "id = 142852"),
            ("{level: DESC}", "level", "id = 50001"),
            ("{level: ASC}", "level", "id = 149998"),
            ("{level: DESC}", "level", "id = 138"),
        })
        {
            foreach (var forward in new[] { true, false })
            {
                var first = await TouchedAsync(harness, database, order, keys, forward, null);
                var far = await TouchedAsync(harness, database, order, keys, forward, deep);

                // A branch for each case of a key that may be NULL, each up to the size of the page and one.
                Assert.True(first <= PageSize + 5, $"{order}, forward {forward}: the first page touches {first} rows.");
                Assert.True(far <= (3 * (PageSize + 1)) + 5, $"{order}, forward {forward}, {deep}: the page touches {far} rows, the first {first}.");
            }
        }
    }

    private static async Task<long> TouchedAsync(RelationHarness harness, TestDatabase database, string order, string key, bool forward, string? row)
    {
        var (size, after) = forward ? ("first", "after") : ("last", "before");
        string? cursor = null;
        object?[] values = [];
        if (row is not null)
        {
            var number = int.Parse(row["id = ".Length..], CultureInfo.InvariantCulture);
            cursor = (await harness.DataAsync($"{{ readings(first: 1, where: {{number: {{eq: {number}}}}}, order: [{order}]) {{ pageInfo {{ endCursor }} }} }}"))
                .GetProperty("readings").GetProperty("pageInfo").GetProperty("endCursor").GetString();
            values = (await database.RowsAsync($"SELECT {key}, id FROM public.reading WHERE id = {number}"))[0];
        }

        var sql = Assert.Single(await SentStatements.OfAsync(() => harness.DataAsync(
            $"query ($c: String) {{ readings({size}: {PageSize}, {after}: $c, order: [{order}]) {{ nodes {{ note }} }} }}", new { c = cursor })));
        await using var command = database.DataSource.CreateCommand($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}");
        foreach (var value in values.Where(value => value is not (null or DBNull)))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var plan = JsonElement.Parse((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        return Touched(plan[0].GetProperty("Plan"));
    }

    // What scans give, and what they look at and throw away.
    private static long Touched(JsonElement node)
    {
        if (node.TryGetProperty("Plans", out var plans) && plans.GetArrayLength() > 0)
        {
            return plans.EnumerateArray().Sum(Touched);
        }

        var rows = node.GetProperty("Actual Rows").GetDouble();
        foreach (var removed in new[] { "Rows Removed by Filter", "Rows Removed by Index Recheck" })
        {
            rows += node.TryGetProperty(removed, out var count) ? count.GetDouble() : 0;
        }

        return (long)(rows * node.GetProperty("Actual Loops").GetDouble());
    }
}
