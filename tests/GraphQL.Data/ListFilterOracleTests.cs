using System.Globalization;
using System.Text.Json.Nodes;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>
/// Every quantifier with every operation on arrays of every type that filters know, against a plain evaluation of the same rows: arrays that
/// are NULL, empty, full of NULLs, and mixed.
/// </summary>
public sealed class ListFilterOracleTests(PostgresServer postgres)
{
    private const int Rows = 40;

    private static readonly TypeSample[] Samples = [.. TypeSamples.All.Where(sample => sample.Type.FilterKind != FilterKind.None)];

    private static readonly Relation Bag = new(
        "Bag",
        "public",
        "bag",
        [
            new("number", "id", ColumnTypes.Int4, false, "Number."),
            .. Samples.SelectMany(sample => new Column[]
            {
                new(FieldOf(sample, mayHoldNulls: true), FieldOf(sample, mayHoldNulls: true), ColumnTypes.List(sample.Type), true, "Values, or none, or no list."),
                new(FieldOf(sample, mayHoldNulls: false), FieldOf(sample, mayHoldNulls: false), ColumnTypes.List(sample.Type, mayHoldNulls: false), false, "Values."),
            }),
        ],
        ["id"])
    {
        Description = "A row of lists.",
    };

    private readonly Random _random = new(20261121);

    [Fact]
    [Gate("filters", "a plain evaluation of the same rows")]
    public async Task Every_quantifier_of_every_operation_on_every_type_finds_what_a_plain_evaluation_finds()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var rows = await FillAsync(database);
        var harness = new RelationHarness(database, ("bags", Bag));
        var input = harness.FindInput("BagFilterInput");
        foreach (var sample in Samples)
        {
            foreach (var mayHoldNulls in new[] { true, false })
            {
                var field = FieldOf(sample, mayHoldNulls);
                var quantifiers = (InputObjectType)input.Fields[field].Type.Named;
                var operations = (InputObjectType)quantifiers.Fields["some"].Type.Named;
                List<JsonObject> asked = [new() { ["any"] = true }, new() { ["any"] = false }];
                foreach (var quantifier in new[] { "all", "none", "some" })
                {
                    asked.Add(new JsonObject { [quantifier] = new JsonObject() });
                    asked.AddRange(operations.Fields.Values.Where(operation => operation.Name is not ("and" or "or"))
                        .SelectMany(operation => Arguments(sample, mayHoldNulls, operation).Select(argument => new JsonObject { [quantifier] = new JsonObject { [operation.Name] = argument } })));
                }

                // A question costs a statement: of those that there are, enough that every operation is asked under every quantifier.
                foreach (var quantified in asked)
                {
                    await CheckAsync(harness, rows, field, sample, quantified, negated: _random.Next(4) == 0);
                }

                for (var i = 0; i < 5; i++)
                {
                    var combined = new JsonObject();
                    foreach (var quantifier in new[] { "all", "none", "some" }.Where(_ => _random.Next(2) == 0))
                    {
                        combined[quantifier] = Combined(sample, mayHoldNulls, operations);
                    }

                    await CheckAsync(harness, rows, field, sample, combined, negated: _random.Next(2) == 0);
                }
            }
        }
    }

    private static string FieldOf(TypeSample sample, bool mayHoldNulls) => sample.FieldName + (mayHoldNulls ? "ListOrNull" : "List");

    private static async Task CheckAsync(RelationHarness harness, IReadOnlyList<BagRow> rows, string field, TypeSample sample, JsonObject quantified, bool negated)
    {
        var where = new JsonObject { [field] = quantified.DeepClone() };
        if (negated)
        {
            where = new JsonObject { ["not"] = where };
        }

        var data = await harness.DataAsync("query ($w: BagFilterInput) { bags(first: 100, where: $w) { nodes { number } } }", new { w = where });
        var found = data.GetProperty("bags").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32());
        var expected = rows.Where(row => negated != quantified.All(quantifier => Holds(row.Lists[field] ?? [], sample, quantifier.Key, quantifier.Value!)))
            .Select(row => row.Number).ToList();
        var isRight = expected.SequenceEqual(found);
        GateAttribute.Record(isRight ? 1 : 0, 1);
        Assert.True(isRight, $"{where.ToJsonString()} finds {string.Join(' ', found)}, not {string.Join(' ', expected)}.");
    }

    private static bool Holds(SampleValue?[] list, TypeSample sample, string quantifier, JsonNode asked) => quantifier switch
    {
        "any" => (list.Length > 0) == (bool)asked,
        "all" => list.All(value => FilterOracle.Holds(sample, value, asked.AsObject())),
        "none" => !list.Any(value => FilterOracle.Holds(sample, value, asked.AsObject())),
        _ => list.Any(value => FilterOracle.Holds(sample, value, asked.AsObject())),
    };

    private IEnumerable<JsonNode?> Arguments(TypeSample sample, bool mayHoldNulls, InputValue operation)
    {
        var said = sample.Values.Where(value => value.Argument is not null).Select(value => value.Argument!).ToArray();
        if (operation.Type is ListType)
        {
            yield return new JsonArray();
            yield return new JsonArray([.. said.Where(_ => _random.Next(3) == 0).Select(value => JsonNode.Parse(value))]);
            yield return new JsonArray([JsonNode.Parse(said[0]), .. mayHoldNulls ? [null] : Array.Empty<JsonNode?>()]);
            yield break;
        }

        if (mayHoldNulls && operation.Name is "eq" or "neq" && mayHoldNulls)
        {
            yield return null;
        }

        _random.Shuffle(said);
        foreach (var value in said.Take(2))
        {
            yield return JsonNode.Parse(value);
        }
    }

    private JsonObject Combined(TypeSample sample, bool mayHoldNulls, InputObjectType operations)
    {
        var combined = new JsonObject();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var operation = operations.Fields.Values.ElementAt(_random.Next(operations.Fields.Count));
            combined[operation.Name] = operation.Name is "and" or "or"
                ? new JsonArray([.. Enumerable.Range(0, _random.Next(0, 3)).Select(_ => Combined(sample, mayHoldNulls, operations))])
                : Arguments(sample, mayHoldNulls, operation).OrderBy(_ => _random.Next()).First();
        }

        return combined;
    }

    private async Task<IReadOnlyList<BagRow>> FillAsync(TestDatabase database)
    {
        await database.ExecuteAsync(TypeSamples.Sql);
        List<BagRow> rows = [.. Enumerable.Range(1, Rows).Select(number => new BagRow(number, Samples.SelectMany(sample => new[]
        {
            (Field: FieldOf(sample, true), List: number switch { 1 => null, 2 => [], 3 => [null], 4 => [null, null], _ => List(sample, mayHoldNulls: true) }),
            (Field: FieldOf(sample, false), List: number == 1 ? [] : List(sample, mayHoldNulls: false)),
        }).ToDictionary(pair => pair.Field, pair => pair.List)))];
        var columns = Samples.SelectMany(sample => new[] { $"\"{FieldOf(sample, true)}\" {sample.SqlType}[]", $"\"{FieldOf(sample, false)}\" {sample.SqlType}[] NOT NULL" });
        var values = rows.Select(row => $"({string.Join(", ", [
            row.Number.ToString(CultureInfo.InvariantCulture),
            .. Samples.SelectMany(sample => new[] { Sql(sample, row.Lists[FieldOf(sample, true)]), Sql(sample, row.Lists[FieldOf(sample, false)]) }),
        ])})");
        await database.ExecuteAsync($"CREATE TABLE public.bag (id int PRIMARY KEY, {string.Join(", ", columns)}); INSERT INTO public.bag VALUES {string.Join(", ", values)}");
        return rows;
    }

    private SampleValue?[]? List(TypeSample sample, bool mayHoldNulls) =>
        mayHoldNulls && _random.Next(8) == 0 ? null
        : [.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => mayHoldNulls && _random.Next(4) == 0 ? null : sample.Values[_random.Next(sample.Values.Length)])];

    private static string Sql(TypeSample sample, SampleValue?[]? list) =>
        list is null ? "NULL" : $"ARRAY[{string.Join(", ", list.Select(value => value?.Sql ?? "NULL"))}]::{sample.SqlType}[]";

    private sealed record BagRow(int Number, Dictionary<string, SampleValue?[]?> Lists);
}
