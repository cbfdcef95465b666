using System.Globalization;
using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>How many rows a list has: as a field and as an order.</summary>
public sealed class CountTests(PostgresServer postgres)
{
    private const string ByUrgentVisits = "{visitsCount: {direction: DESC, where: {urgent: {eq: true}}}}";

    [Fact]
    public async Task A_list_is_counted_under_its_filter_in_the_statement_of_its_page()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("""
            query ($least: Int) {
              clinics {
                nodes {
                  name all: visitsCount long: visitsCount(where: {minutes: {gte: $least}}) none: visitsCount(where: {clinic: null})
                  visits(first: 1) { clinic { visitsCount } }
                }
              }
              clinic(id: 1) { visitsCount(where: {urgent: {eq: true}}) }
            }
            """, new { least = 45 });

        Assert.Equal(2, harness.Statements);
        Assert.Equal(
            """
            {"clinics":{"nodes":[{"name":"North","all":2,"long":1,"none":0,"visits":[{"clinic":{"visitsCount":2}}]},
            {"name":"South","all":2,"long":0,"none":0,"visits":[{"clinic":{"visitsCount":2}}]},{"name":"Empty","all":0,"long":0,"none":0,"visits":[]}]},
            "clinic":{"visitsCount":1}}
            """.ReplaceLineEndings(""),
            data.GetRawText());
    }

    [Theory]
    [InlineData("{visitsCount: {direction: ASC}}", "3 1 2")]
    [InlineData("{visitsCount: {direction: DESC}}, {name: DESC}", "2 1 3")]
    [InlineData("{visitsCount: {direction: DESC, where: {minutes: {gt: 30}}}}", "1 3 2")]
    [InlineData("{visitsCount: {direction: DESC, where: {minutes: {eq: null}}}}, {visitsCount: {direction: ASC}}", "2 3 1")]
    public async Task Rows_are_ordered_by_a_count(string order, string numbers)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var whole = Numbers(await harness.DataAsync($"{{ clinics(order: [{order}]) {{ nodes {{ number }} }} }}"), "clinics");
        var first = (await harness.DataAsync($"{{ clinics(order: [{order}], first: 1) {{ pageInfo {{ endCursor }} }} }}"))
            .GetProperty("clinics").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var rest = Numbers(await harness.DataAsync($"query ($c: String) {{ clinics(order: [{order}], after: $c) {{ totalCount nodes {{ number }} }} }}", new { c = first }), "clinics");

        Assert.Equal(numbers, whole);
        Assert.Equal(numbers[2..], rest);
    }

    [Fact]
    public async Task What_hangs_on_no_row_has_no_count_and_comes_last()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        await database.ExecuteAsync("INSERT INTO public.visit (id, clinic_id, urgent) VALUES (6, 3, true); DELETE FROM public.visit WHERE id = 2");
        var harness = ClinicRelations.Harness(database);

        var ascending = await harness.DataAsync("{ visits(order: [{clinic: {visitsCount: {direction: ASC, where: {urgent: {eq: false}}}}}]) { nodes { number } } }");
        var descending = await harness.DataAsync("{ visits(order: [{clinic: {visitsCount: {direction: DESC, where: {urgent: {eq: false}}}}}]) { nodes { number } } }");

        Assert.Equal("6 1 3 4 5", Numbers(ascending, "visits"));
        Assert.Equal("5 4 3 1 6", Numbers(descending, "visits"));
    }

    [Fact]
    public async Task A_cursor_belongs_to_the_filter_that_was_counted_under()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        const string Document = "query ($c: String, $w: VisitFilterInput) { clinics(first: 1, after: $c, order: {visitsCount: {direction: ASC, where: $w}}) { pageInfo { endCursor } } }";

        async Task<string?> CursorAsync(object where) => (await harness.DataAsync(Document, new { w = where }))
            .GetProperty("clinics").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var cursor = await CursorAsync(new { minutes = new { gt = 30 }, at = new { lt = "2024-01-01T10:00:00.1Z" } });

        // The same filter, its fields in another order and its instant in another zone.
        await harness.DataAsync(Document, new { c = cursor, w = new { at = new { lt = "2024-01-01T10:00:00.1Z" }, minutes = new { gt = 30 } } });
        foreach (var other in new object?[] { null, new { minutes = new { gt = 31 }, at = new { lt = "2024-01-01T10:00:00.1Z" } }, new { minutes = new { gt = 30 }, at = new { lt = "2024-01-01T10:00:00.2Z" } }, new { minutes = new { gt = 30 } } })
        {
            Assert.Equal("HC0078", (await harness.ErrorAsync(Document, new { c = cursor, w = other })).Code);
        }
    }

    [Fact]
    public async Task Nested_lists_are_ordered_by_counts_too()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("""
            { clinics(first: 1) { nodes { visits(first: 3, order: [{clinic: {visitsCount: {direction: DESC, where: {number: {gt: 1}}}}}, {number: DESC}], where: {minutes: {gt: 0}}) { number } } } }
            """);

        Assert.Equal("""{"clinics":{"nodes":[{"visits":[{"number":2},{"number":1}]}]}}""", data.GetRawText());
        Assert.Equal(1, harness.Statements);
    }

    [Theory]
    [InlineData("{ clinics { nodes { visitsCount } } }")]
    [InlineData("{ clinics(order: {visitsCount: {direction: ASC}}) { nodes { name } } }")]
    public async Task The_counted_relation_is_asked_for(string document)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        harness.Refused.Add(VisitRelation.Visit);

        Assert.Equal("AUTH_NOT_AUTHORIZED", (await harness.ErrorAsync(document)).Code);
    }

    [Fact]
    public async Task Every_walk_over_counts_equals_the_whole_order()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        await database.ExecuteAsync("""
            SELECT setseed(0.5);
            INSERT INTO public.clinic SELECT n, 'c' || n, CASE WHEN random() < 0.5 THEN 'CA' END FROM generate_series(4, 60) AS n;
            INSERT INTO public.visit
            SELECT n, 1 + (random() * 59)::int, NULL, (random() * 4)::int, NULL, NULL, random() < 0.5 FROM generate_series(6, 200) AS n
            """);
        var harness = ClinicRelations.Harness(database);

        foreach (var order in new[] { ByUrgentVisits, "{visitsCount: {direction: ASC}}", $"{{state: DESC}}, {ByUrgentVisits}, {{name: DESC}}", $"{ByUrgentVisits}, {{state: ASC}}" })
        {
            var whole = Numbers(await harness.DataAsync($"{{ clinics(first: 100, order: [{order}]) {{ nodes {{ number }} }} }}"), "clinics");
            Assert.Equal(60, whole.Split(' ').Length);
            foreach (var (size, forward) in new[] { (1, true), (7, true), (13, false), (60, true), (59, false) })
            {
                Assert.Equal(whole, await WalkAsync(harness, order, size, forward));
            }
        }
    }

    private static async Task<string> WalkAsync(RelationHarness harness, string order, int size, bool forward)
    {
        var pages = new List<string>();
        string? cursor = null;
        var (first, after, more, end) = forward ? ("first", "after", "hasNextPage", "endCursor") : ("last", "before", "hasPreviousPage", "startCursor");
        for (var goOn = true; goOn;)
        {
            var data = await harness.DataAsync(
                $"query ($c: String) {{ clinics({first}: {size.ToString(CultureInfo.InvariantCulture)}, {after}: $c, order: [{order}]) {{ nodes {{ number }} pageInfo {{ {more} {end} }} }} }}", new { c = cursor });
            pages.Insert(forward ? pages.Count : 0, Numbers(data, "clinics"));
            var info = data.GetProperty("clinics").GetProperty("pageInfo");
            cursor = info.GetProperty(end).GetString();
            goOn = info.GetProperty(more).GetBoolean();
        }

        return string.Join(' ', pages);
    }

    private static string Numbers(JsonElement data, string field) =>
        string.Join(' ', data.GetProperty(field).GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32()));
}
