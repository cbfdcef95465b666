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
        await database.ExecuteAsync(FormattableString.Invariant($"SELECT setseed({seed / 10.0}); {RandomVisits("generate_series(6, 90)")}"));
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Gate("keyset walks", "the whole order")]
    public async Task Rows_that_come_while_one_walks_are_met_once_or_not_at_all(int seed)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        await database.ExecuteAsync(FormattableString.Invariant($"SELECT setseed({seed / 10.0}); {RandomVisits("generate_series(6, 50)")}"));
        var harness = ClinicRelations.Harness(database);
        var random = new Random(seed);
        var next = 1_000_000;

        for (var round = 0; round < 12; round++)
        {
            await database.ExecuteAsync("DELETE FROM public.visit WHERE id >= 1000000 OR id < 0");
            var order = string.Join(", ", Enumerable.Range(0, random.Next(0, 4)).Select(_ => Key(random, LinkedKeys[..5])));
            var forward = random.Next(2) == 0;
            var (size, from) = forward ? ("first", "after") : ("last", "before");
            var walked = new List<int>();
            var behind = new HashSet<int>();
            var inserted = 0;
            string? cursor = null;
            for (var more = true; more;)
            {
                var page = (await harness.DataAsync(
                    $"query ($cursor: String) {{ visits({size}: {random.Next(1, 20).ToString(CultureInfo.InvariantCulture)}, {from}: $cursor, order: [{order}]) {{ nodes {{ number }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}",
                    new { cursor })).GetProperty("visits");
                walked.AddRange(forward ? Ids(page) : Ids(page).Reverse());
                cursor = page.GetProperty("pageInfo").GetProperty(forward ? "endCursor" : "startCursor").GetString();
                more = page.GetProperty("pageInfo").GetProperty(forward ? "hasNextPage" : "hasPreviousPage").GetBoolean();
                if (inserted < 40)
                {
                    inserted += 2;

                    // Ids below and above all others: before and behind the cursor among equals.
                    var sign = random.Next(2) == 0 ? -1 : 1;
                    await database.ExecuteAsync(RandomVisits($"(VALUES ({(next++ * sign).ToString(CultureInfo.InvariantCulture)}), ({(next++ * -sign).ToString(CultureInfo.InvariantCulture)})) AS v(n)", alias: ""));
                    var whole = await WholeAsync(harness, order, forward);
                    var at = whole.IndexOf(walked[^1]);
                    behind.UnionWith(whole.Take(at).Where(number => !walked.Contains(number)));
                    more |= at < whole.Count - 1;
                }
            }

            var expected = (await WholeAsync(harness, order, forward)).FindAll(number => !behind.Contains(number));
            GateAttribute.Record(expected.SequenceEqual(walked) ? 1 : 0, 1);
            Assert.Equal(expected, walked);
        }
    }

    private static async Task<List<int>> WholeAsync(RelationHarness harness, string order, bool forward)
    {
        var page = (await harness.DataAsync($"{{ visits(first: 100, order: [{order}]) {{ totalCount nodes {{ number }} }} }}")).GetProperty("visits");
        Assert.InRange(page.GetProperty("totalCount").GetInt32(), 1, 100);
        return forward ? [.. Ids(page)] : [.. Ids(page).Reverse()];
    }

    private static string RandomVisits(string numbers, string alias = " AS n") => $"""
        INSERT INTO public.visit
        SELECT n, CASE WHEN random() < 0.2 THEN NULL ELSE 1 + (random() * 2)::int END,
            CASE WHEN random() < 0.3 THEN NULL ELSE chr(97 + (random() * 3)::int) END,
            CASE WHEN random() < 0.3 THEN NULL ELSE (random() * 4)::int END,
            CASE WHEN random() < 0.3 THEN NULL ELSE round((random() * 3)::numeric, 1) END,
            CASE WHEN random() < 0.3 THEN NULL ELSE '2024-01-01'::timestamptz + (random() * 4)::int * interval '1 microsecond' END,
            random() < 0.5
        FROM {numbers}{alias}
        """;

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

    // A new row moves others in an order by counts: that is no walk over the same order.
    private static string Key(Random random, string[]? linkedKeys = null)
    {
        linkedKeys ??= LinkedKeys;
        var direction = random.Next(2) == 0 ? "ASC" : "DESC";
        return random.Next(4) == 0
            ? $"{{{linkedKeys[random.Next(linkedKeys.Length)].Replace("{0}", direction, StringComparison.Ordinal)}}}"
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
