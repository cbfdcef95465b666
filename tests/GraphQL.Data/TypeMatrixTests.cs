using System.Globalization;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Every column type: shown, filtered, ordered, walked and grouped, whatever the database holds.</summary>
public sealed class TypeMatrixTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_type_is_shown_filtered_ordered_walked_and_grouped()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(TypeSamples.Sql);
        var relations = TypeSamples.All.Select(sample => (Field: $"{sample.FieldName}s", Relation: RelationOf(sample))).ToArray();
        var harness = new RelationHarness(database, relations);

        foreach (var sample in TypeSamples.All)
        {
            await database.ExecuteAsync($"CREATE TABLE public.\"m_{sample.FieldName}\" (id int PRIMARY KEY, value {sample.SqlType})");

            // Each value twice, and twice none.
            var rows = sample.Values.Select(value => value.Sql).Append("NULL").SelectMany(value => new[] { value, value })
                .Select((value, index) => string.Create(CultureInfo.InvariantCulture, $"({index + 1}, {value})"));
            await database.ExecuteAsync($"INSERT INTO public.\"m_{sample.FieldName}\" VALUES {string.Join(", ", rows)}");
            await CheckOutputAsync(harness, sample);
            if (sample.Type.IsSortable)
            {
                await CheckOrderAsync(harness, database, sample);
            }

            if (sample.Type.FilterKind != FilterKind.None)
            {
                await CheckFilterAsync(harness, sample);
            }

            if (sample.Type.IsGroupable)
            {
                await CheckGroupsAsync(harness, database, sample);
            }
        }
    }

    private static Relation RelationOf(TypeSample sample) => new(
        sample.Name + "Row",
        "public",
        $"m_{sample.FieldName}",
        [new("number", "id", ColumnTypes.Int4, false, "Number."), new("value", "value", sample.Type, true, "Value.")],
        ["id"])
    {
        Description = $"Values of {sample.Name}.",
    };

    private static async Task CheckOutputAsync(RelationHarness harness, TypeSample sample)
    {
        var response = await harness.AskAsync($"{{ {sample.FieldName}s(first: 100) {{ nodes {{ value }} }} }}");

        var shown = response.GetProperty("data").GetProperty($"{sample.FieldName}s").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("value")).ToList();
        var unshown = new List<string>();
        foreach (var (index, value) in sample.Values.Index().SelectMany(pair => new[] { (pair.Index * 2, pair.Item), ((pair.Index * 2) + 1, pair.Item) }))
        {
            if (value.Json is null && !value.Shown)
            {
                Assert.Equal(JsonValueKind.Null, shown[index].ValueKind);
                unshown.Add($"[\"{sample.FieldName}s\",\"nodes\",{index.ToString(CultureInfo.InvariantCulture)},\"value\"]");
            }
            else if (value.Json is not null)
            {
                Assert.True(value.Json == shown[index].GetRawText(), $"{sample.Name}: {value.Sql} is shown as {shown[index].GetRawText()}, not {value.Json}.");
            }
            else if (sample.Name == "Text")
            {
                Assert.Equal((string)value.Key, shown[index].GetString());
            }
        }

        Assert.Equal(JsonValueKind.Null, shown[^1].ValueKind);
        Assert.Equal(unshown, Errors(response));
    }

    private static async Task CheckOrderAsync(RelationHarness harness, TestDatabase database, TypeSample sample)
    {
        var field = $"{sample.FieldName}s";
        foreach (var (direction, sql) in new[] { ("ASC", "m.value, m.id"), ("DESC", "m.value DESC, m.id DESC") })
        {
            List<string> expected = [.. (await database.RowsAsync($"SELECT id::text FROM public.\"m_{sample.FieldName}\" AS m ORDER BY {sql}")).Select(row => (string)row[0]!)];
            foreach (var size in new[] { 1, 3, 100 })
            {
                foreach (var forward in new[] { true, false })
                {
                    var (first, after, more, end) = forward ? ("first", "after", "hasNextPage", "endCursor") : ("last", "before", "hasPreviousPage", "startCursor");
                    var walked = new List<string>();
                    string? cursor = null;
                    for (var goOn = true; goOn;)
                    {
                        var page = (await harness.DataAsync(
                            $"query ($c: String, $n: Int) {{ {field}({first}: $n, {after}: $c, order: {{value: {direction}}}) {{ nodes {{ number }} pageInfo {{ {more} {end} }} }} }}",
                            new { c = cursor, n = size })).GetProperty(field);
                        walked.InsertRange(forward ? walked.Count : 0, page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetRawText()));
                        cursor = page.GetProperty("pageInfo").GetProperty(end).GetString();
                        goOn = page.GetProperty("pageInfo").GetProperty(more).GetBoolean();
                    }

                    Assert.True(expected.SequenceEqual(walked), $"{sample.Name} {direction} by {size}, forward {forward}: {string.Join(' ', walked)}, not {string.Join(' ', expected)}.");
                }
            }
        }
    }

    private static async Task CheckFilterAsync(RelationHarness harness, TypeSample sample)
    {
        var field = $"{sample.FieldName}s";
        foreach (var value in sample.Values.Where(value => value.Argument is not null))
        {
            var argument = JsonElement.Parse(value.Argument!);
            var data = await harness.DataAsync(
                $"query ($w: {sample.Name}RowFilterInput) {{ {field}(where: $w) {{ nodes {{ number }} }} }}", new { w = new { value = new { eq = argument } } });
            var expected = sample.Values.Index()
                .Where(pair => pair.Item.Rank == value.Rank && pair.Item.Key.Equals(value.Key))
                .SelectMany(pair => new[] { (pair.Index * 2) + 1, (pair.Index * 2) + 2 });
            Assert.Equal(expected, data.GetProperty(field).GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32()));
        }
    }

    private static async Task CheckGroupsAsync(RelationHarness harness, TestDatabase database, TypeSample sample)
    {
        var field = $"{sample.FieldName}s";
        var extremes = sample.Type.HasExtremes ? "min { value } max { value }" : "";
        var sums = (sample.Type.SumType is null ? "" : "sum { value } ") + (sample.Type.AverageType is null ? "" : "avg { value }");
        var response = await harness.AskAsync(
            $"{{ {field} {{ groups(by: {{field: VALUE}}, order: {{key: {{value: ASC}}}}) {{ key {{ value }} count countDistinct {{ value }} {extremes} }} }} }}");

        // What no scalar holds is a null key with an error, and the response is JSON all the same.
        var groups = response.GetProperty("data").GetProperty(field).GetProperty("groups").EnumerateArray().ToList();
        List<string> expected = [.. (await database.RowsAsync($"SELECT count(*)::text FROM public.\"m_{sample.FieldName}\" GROUP BY value ORDER BY value")).Select(row => (string)row[0]!)];
        Assert.Equal(expected, groups.Select(group => group.GetProperty("count").GetRawText()));
        foreach (var group in groups)
        {
            Assert.True(
                group.GetProperty("key").GetProperty("value") is { ValueKind: JsonValueKind.Null }
                || sample.Values.Any(value => value.Shown || value.Json == group.GetProperty("key").GetProperty("value").GetRawText()));
        }

        var all = await harness.AskAsync($"{{ {field} {{ all: groups {{ countDistinct {{ value }} {extremes} {sums} }} }} }}");
        if (sample.Name == "Float8")
        {
            // Twice the largest number is none: told as that, not as a failure of ours.
            Assert.Equal("EXEC_INVALID_LEAF_VALUE", all.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
            return;
        }

        Assert.All(Errors(response).Concat(Errors(all)), path => Assert.Matches("^\\[\"[a-z0-9A-Z]+\",\"(groups|all)\",\\d+,\"(key|min|max|sum|avg)\",\"value\"\\]$", path));
    }

    private static IEnumerable<string> Errors(JsonElement response) => response.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(error => error.GetProperty("path").GetRawText())
        : [];
}
