using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Tests.Streaming;

/// <summary>What a request keeps in memory does not hang on how many rows it gives: they leave as they come.</summary>
[Collection(AloneCollection.Name)]
public sealed class ConstantMemoryTests(PostgresServer postgres)
{
    private const int Wide = 20_000;

    // Less than a tenth of what is written below.
    private const long Bound = 2_000_000;

    // The threshold at which a buffer is handed on, and a row and a half on top of it.
    private const int LargestWrite = (32 * 1024) + (Wide * 3 / 2);

    private static readonly Relation Page = Make("Page", "page");

    private static readonly Relation Line = Make("Line", "line");

    [Fact]
    public async Task A_page_of_a_thousand_wide_rows_is_not_kept()
    {
        await using var database = await FilledAsync();
        var harness = new RelationHarness(database, new PagingOptions(50, 1_000), ("pages", Page));

        await StaysBoundedAsync(
            1_000L * Wide,
            rows => output => harness.RespondAsync("query ($n: Int) { pages(first: $n) { nodes { number note } pageInfo { hasNextPage endCursor } } }", output, new { n = rows }),
            1_000);
    }

    [Fact]
    public async Task A_table_of_a_hundred_thousand_rows_is_not_kept()
    {
        await using var database = await FilledAsync();
        var harness = new RelationHarness(database, ("lines", Line));

        foreach (var format in new TableFormat[] { new CsvFormat(), new NdjsonFormat() })
        {
            await StaysBoundedAsync(
                100_000L * 200,
                rows => output => harness.TableAsync("query ($n: Int) { lines(first: $n) { nodes { number note } } }", format, output, new { n = rows }),
                100_000);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task The_first_byte_leaves_before_the_last_row_is_there(string format)
    {
        await using var database = await FilledAsync();

        // The last row cannot be read before the first byte has left: whoever waited for it would wait until the statement's timeout.
        await using var gate = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(gate, "SELECT pg_advisory_lock(7)");
        await using var reader = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Options = "-c enable_sort=off -c enable_seqscan=off -c statement_timeout=30s",
        });
        var harness = new RelationHarness(database, new PagingOptions(50, 1_000), ("gates", Make("Gate", "gate"))) { Reader = reader };
        await using var output = new WatchedStream { OnFirstWrite = () => ExecuteAsync(gate, "SELECT pg_advisory_unlock(7)") };
        const string Query = "{ gates(first: 1000) { nodes { number note } } }";

        await (format == "json" ? harness.RespondAsync(Query, output) : harness.TableAsync(Query, format == "csv" ? new CsvFormat() : new NdjsonFormat(), output));

        Assert.True(output.Total > 1_000 * 200, $"{output.Total} bytes in all.");
        Assert.True(output.Writes > 1);
    }

    private static async Task StaysBoundedAsync(long atLeast, Func<int, Func<Stream, Task>> ask, int rows)
    {
        // Code, statements and pools are made by then.
        await ask(100)(Stream.Null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var output = new WatchedStream();

        await ask(rows)(output);

        Assert.True(output.Total >= atLeast, $"{output.Total} bytes were written.");
        Assert.True(output.LargestWrite <= LargestWrite, $"{output.LargestWrite} bytes were written at once.");
        Assert.True(output.PeakMemory - before <= Bound, $"{output.PeakMemory - before} bytes more than before were alive while {output.Total} were written.");
    }

    private async Task<TestDatabase> FilledAsync()
    {
        var database = await postgres.CreateDatabaseAsync();

        // Called stable so that the view dissolves into the statement and its rows come in the order of the index, one by one.
        await database.ExecuteAsync($"""
            CREATE TABLE public.page AS SELECT n AS id, repeat('x', {Wide}) AS note FROM generate_series(1, 1000) AS n;
            CREATE TABLE public.line AS SELECT n AS id, repeat('y', 200) AS note FROM generate_series(1, 100000) AS n;
            ALTER TABLE public.page ADD PRIMARY KEY (id);
            ALTER TABLE public.line ADD PRIMARY KEY (id);
            ANALYZE public.page;
            ANALYZE public.line;
            CREATE FUNCTION public.wait_at_gate(note text) RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN note; END';
            CREATE VIEW public.gate AS SELECT id, CASE WHEN id = 1000 THEN public.wait_at_gate(note) ELSE note END AS note FROM public.line
            """);
        return database;
    }

    private static Relation Make(string name, string table) => new(
        name,
        "public",
        table,
        [new("number", "id", ColumnTypes.Int4, false, "Number."), new("note", "note", ColumnTypes.Text, true, "Note.")],
        ["id"])
    {
        Description = "A row.",
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        _ = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
