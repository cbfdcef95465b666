using System.Globalization;
using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Whatever the order, walking it page by page in either direction gives every row once, in that order.</summary>
public sealed class KeysetWalkTests(PostgresServer postgres)
{
    private static readonly string[] Keys = ["clinicId", "note", "minutes", "cost", "at", "urgent", "number"];
    private static readonly string[] LinkedKeys = ["clinic: {name: {0}}", "clinic: {state: {0}}", "clinic: {opened: {0}}", "clinicName: {0}", "sister: {state: {0}}",
        "clinic: {visitsCount: {direction: {0}}}", "sister: {visitsCount: {direction: {0}, where: {minutes: {gte: 2}}}}"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Gate("keyset walks", "the whole order")]
    public async Task Every_walk_equals_the_whole_order(int seed)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        await database.ExecuteAsync(FormattableString.Invariant($"""
            SELECT setseed({seed / 10.0});
            INSERT INTO public.visit
            SELECT n, CASE WHEN random() < 0.2 THEN NULL ELSE 1 + (random() * 2)::int END,
                CASE WHEN random() < 0.3 THEN NULL ELSE chr(97 + (random() * 3)::int) END,
                CASE WHEN random() < 0.3 THEN NULL ELSE (random() * 4)::int END,
                CASE WHEN random() < 0.3 THEN NULL ELSE round((random() * 3)::numeric, 1) END,
                CASE WHEN random() < 0.3 THEN NULL ELSE '2024-01-01'::timestamptz + (random() * 4)::int * interval '1 microsecond' END,
                random() < 0.5
            FROM generate_series(6, 90) AS n
            """));
        var harness = ClinicRelations.Harness(database);
        var random = new Random(seed);

        for (var round = 0; round < 25; round++)
        {
            var order = string.Join(", ", Enumerable.Range(0, random.Next(0, 4)).Select(_ => Key(random)));
            var pageSize = random.Next(1, 40);
            var whole = await harness.DataAsync($"{{ visits(first: 100, order: [{order}]) {{ nodes {{ number }} }} }}");
            var expected = Ids(whole.GetProperty("visits")).ToList();

            Assert.Equal(90, expected.Count);
            foreach (var forward in (bool[])[true, false])
            {
                var walked = await WalkAsync(harness, order, pageSize, forward);
                GateAttribute.Record(expected.SequenceEqual(walked) ? 1 : 0, 1);
                Assert.Equal(expected, walked);
            }
        }
    }

    [Fact]
    public async Task A_page_between_two_cursors_holds_what_lies_between_them()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        var edges = (await harness.DataAsync("{ visits(order: {minutes: DESC}) { edges { cursor node { number } } } }"))
            .GetProperty("visits").GetProperty("edges").EnumerateArray().ToList();

        var between = await harness.DataAsync(
            "query ($a: String, $b: String) { visits(order: {minutes: DESC}, first: 10, after: $a, before: $b) { nodes { number } } }",
            new { a = edges[0].GetProperty("cursor").GetString(), b = edges[4].GetProperty("cursor").GetString() });

        Assert.Equal(edges[1..4].Select(edge => edge.GetProperty("node").GetProperty("number").GetInt32()), Ids(between.GetProperty("visits")));
    }

    private static string Key(Random random)
    {
        var direction = random.Next(2) == 0 ? "ASC" : "DESC";
        return random.Next(4) == 0
            ? $"{{{LinkedKeys[random.Next(LinkedKeys.Length)].Replace("{0}", direction, StringComparison.Ordinal)}}}"
            : $"{{{Keys[random.Next(Keys.Length)]}: {direction}}}";
    }

    private static async Task<List<int>> WalkAsync(RelationHarness harness, string order, int pageSize, bool forward)
    {
        var ids = new List<int>();
        string? cursor = null;
        var (size, from) = forward ? ("first", "after") : ("last", "before");
        for (var more = true; more;)
        {
            var data = await harness.DataAsync(
                $"query ($cursor: String) {{ visits({size}: {pageSize.ToString(CultureInfo.InvariantCulture)}, {from}: $cursor, order: [{order}]) {{ nodes {{ number clinic {{ number }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}",
                new { cursor });
            var page = data.GetProperty("visits");
            var info = page.GetProperty("pageInfo");
            ids.InsertRange(forward ? ids.Count : 0, Ids(page));
            cursor = info.GetProperty(forward ? "endCursor" : "startCursor").GetString();
            more = info.GetProperty(forward ? "hasNextPage" : "hasPreviousPage").GetBoolean();
        }

        return ids;
    }

    private static IEnumerable<int> Ids(JsonElement connection) =>
        connection.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32());
}
