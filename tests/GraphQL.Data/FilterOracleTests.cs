using System.Globalization;
using System.Text.Json.Nodes;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>
/// Every operation that the schema has, on every type that it has it for, against a plain evaluation of the same rows: on columns with
/// and without NULLs, through links and lists, and in random combinations.
/// </summary>
public sealed class FilterOracleTests(PostgresServer postgres)
{
    private const int Things = 60;

    private static readonly Dictionary<string, (TypeSample Sample, bool IsNullable)> Fields = TypeSamples.All
        .SelectMany(sample => new[] { (Name: sample.FieldName, Of: (sample, false)), (Name: sample.FieldName + "OrNull", Of: (sample, true)) })
        .ToDictionary(field => field.Name, field => field.Of);

    private readonly Random _random = new(20261121);

    [Fact]
    [Gate("filters", "a plain evaluation of the same rows")]
    public async Task Every_operation_on_every_type_finds_what_a_plain_evaluation_finds()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var things = await FillAsync(database);
        var harness = new RelationHarness(database, ("things", OracleRelations.Thing), ("parts", OracleRelations.Part));
        var input = harness.FindInput("ThingFilterInput");

        // One operation at a time, with each value that can be said.
        foreach (var field in input.Fields.Values.Where(field => Fields.ContainsKey(field.Name)))
        {
            var (sample, isNullable) = Fields[field.Name];
            foreach (var operation in ((InputObjectType)field.Type.Named).Fields.Values.Where(operation => operation.Name is not ("and" or "or")))
            {
                foreach (var argument in Arguments(sample, isNullable, operation))
                {
                    await CheckAsync(harness, things, new JsonObject { [field.Name] = new JsonObject { [operation.Name] = argument } });
                }
            }
        }

        for (var i = 0; i < 400; i++)
        {
            await CheckAsync(harness, things, Combined(input, 0));
        }
    }

    [Fact]
    public async Task A_hundred_thousand_values_are_one_parameter()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("""
            CREATE TABLE public.visit AS SELECT n AS id, n % 7 AS clinic_id, 'note ' || n AS note, n AS minutes, n / 10.0 AS cost, '2024-01-01Z'::timestamptz + n * interval '1 minute' AS at, true AS urgent
            FROM generate_series(1, 150000) AS n;
            ALTER TABLE public.visit ADD PRIMARY KEY (id);
            CREATE TABLE public.clinic (id int PRIMARY KEY, name text, state char(2), opened date);
            ANALYZE public.visit
            """);
        var harness = ClinicRelations.Harness(database);
        const string Query = "query ($w: VisitFilterInput) { visits(first: 1, where: $w) { totalCount } }";
        var even = Enumerable.Range(1, 100_000).Select(n => n * 2);

        foreach (var (where, expected) in new (object, int)[]
        {
            (new { number = new { @in = even } }, 75_000),
            (new { number = new { nin = even } }, 75_000),
            (new { note = new { @in = even.Select(n => $"note {n}") } }, 75_000),
            (new { cost = new { @in = even.Select(n => n / 10m) } }, 75_000),
            (new { not = new { minutes = new { @in = even } } }, 75_000),
        })
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var data = await harness.DataAsync(Query, new { w = where });

            Assert.Equal(expected, data.GetProperty("visits").GetProperty("totalCount").GetInt32());

            // A comparison of each row with each value would be ten thousand times the work of a hashed one: minutes.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed} for {where}");
        }
    }

    private static async Task CheckAsync(RelationHarness harness, IReadOnlyList<OracleRow> things, JsonObject where)
    {
        var data = await harness.DataAsync("query ($w: ThingFilterInput) { things(first: 100, where: $w) { nodes { number } } }", new { w = where });
        var found = data.GetProperty("things").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32());
        var expected = things.Where(thing => FilterOracle.Holds(thing, where)).Select(thing => thing.Number).ToList();
        var isRight = expected.SequenceEqual(found);
        GateAttribute.Record(isRight ? 1 : 0, 1);
        Assert.True(isRight, $"{where.ToJsonString()} finds {string.Join(' ', found)}, not {string.Join(' ', expected)}.");
    }

    private IEnumerable<JsonNode?> Arguments(TypeSample sample, bool isNullable, InputValue operation)
    {
        var said = sample.Values.Where(value => value.Argument is not null).ToList();
        if (operation.Type is ListType)
        {
            yield return new JsonArray();
            for (var i = 0; i < 4; i++)
            {
                yield return new JsonArray([.. said.Where(_ => _random.Next(3) == 0).Select(value => JsonNode.Parse(value.Argument!)), .. isNullable && i % 2 == 0 ? [null] : Array.Empty<JsonNode?>()]);
            }

            yield break;
        }

        if (isNullable && operation.Name is "eq" or "neq" && isNullable)
        {
            yield return null;
        }

        foreach (var value in said)
        {
            yield return JsonNode.Parse(value.Argument!);
        }
    }

    private JsonObject Combined(InputObjectType input, int depth)
    {
        var where = new JsonObject();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var field = input.Fields.Values.ElementAt(_random.Next(_random.Next(2) == 0 ? 3 : 0, input.Fields.Count));
            where[field.Name] = field.Name switch
            {
                "and" or "or" => depth > 3 ? new JsonArray() : new JsonArray([.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Combined(input, depth + 1))]),
                "not" => depth > 3 ? new JsonObject() : Combined(input, depth + 1),
                "number" => new JsonObject { [_random.Next(2) == 0 ? "gt" : "nlte"] = _random.Next(Things) },
                "kind" when _random.Next(6) == 0 => null,
                "kind" or "ownKind" => depth > 3 ? new JsonObject() : Combined((InputObjectType)field.Type.Named, depth + 1),
                "parts" or "things" => Quantified((InputObjectType)field.Type.Named, depth),
                _ => Operations(Fields[field.Name], (InputObjectType)field.Type.Named, depth),
            };
        }

        return where;
    }

    private JsonObject Quantified(InputObjectType input, int depth) => _random.Next(4) switch
    {
        0 => new JsonObject { ["any"] = _random.Next(2) == 0 },
        _ when depth > 3 => new JsonObject { ["some"] = new JsonObject() },
        var n => new JsonObject { [n == 1 ? "all" : n == 2 ? "none" : "some"] = Combined((InputObjectType)input.Fields["some"].Type.Named, depth + 1) },
    };

    private JsonObject Operations((TypeSample Sample, bool IsNullable) column, InputObjectType input, int depth)
    {
        var operations = new JsonObject();
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            var operation = input.Fields.Values.ElementAt(_random.Next(input.Fields.Count));
            if (operation.Name is "and" or "or")
            {
                operations[operation.Name] = depth > 3 ? new JsonArray() : new JsonArray([.. Enumerable.Range(0, _random.Next(0, 3)).Select(_ => Operations(column, input, depth + 1))]);
                continue;
            }

            var arguments = Arguments(column.Sample, column.IsNullable, operation).ToList();
            if (arguments.Count > 0)
            {
                operations[operation.Name] = arguments[_random.Next(arguments.Count)];
            }
        }

        return operations;
    }

    private async Task<IReadOnlyList<OracleRow>> FillAsync(TestDatabase database)
    {
        await database.ExecuteAsync(TypeSamples.Sql);
        var columns = string.Join(", ", TypeSamples.All.Select(sample => $"\"{sample.FieldName}\" {sample.SqlType} NOT NULL, \"{sample.FieldName}OrNull\" {sample.SqlType}"));
        var kinds = Rows(6, number => []);
        var things = Rows(Things, number => [kinds[_random.Next(kinds.Count)], _random.Next(3) == 0 ? null : kinds[_random.Next(kinds.Count - 1)]]);
        var parts = Rows(80, number => [_random.Next(5) == 0 ? null : things[_random.Next(Things / 2)]]);
        await InsertAsync(database, "kind", columns, [], kinds);
        await InsertAsync(database, "thing", columns, ["own_kind_id", "kind_id"], things);
        await InsertAsync(database, "part", columns, ["thing_id"], parts);
        foreach (var thing in things)
        {
            thing.Ones["ownKind"] = thing.Links[0];
            thing.Ones["kind"] = thing.Links[1];
            thing.Lists["parts"] = [.. parts.Where(part => part.Links[0] == thing)];
        }

        foreach (var kind in kinds)
        {
            kind.Lists["things"] = [.. things.Where(thing => thing.Links[1] == kind)];
        }

        return things;
    }

    private List<OracleRow> Rows(int count, Func<int, OracleRow?[]> links) => [.. Enumerable.Range(1, count).Select(number => new OracleRow
    {
        Number = number,
        Values = Fields.ToDictionary(
            field => field.Key,
            field => field.Value.IsNullable && _random.Next(4) == 0 ? null : field.Value.Sample.Values[_random.Next(field.Value.Sample.Values.Length)]),
        Links = links(number),
    })];

    private static Task InsertAsync(TestDatabase database, string table, string columns, string[] links, List<OracleRow> rows)
    {
        var linkColumns = string.Concat(links.Select(link => $"{link} int, "));
        var values = rows.Select(row =>
            $"({string.Join(", ", [row.Number.ToString(CultureInfo.InvariantCulture), .. row.Links.Select(link => link?.Number.ToString(CultureInfo.InvariantCulture) ?? "NULL"), .. Fields.Keys.Select(field => row.Values[field]?.Sql ?? "NULL")])})");
        var names = string.Join(", ", [.. links, .. Fields.Keys.Select(field => $"\"{field}\"")]);
        return database.ExecuteAsync($"CREATE TABLE public.{table} (id int PRIMARY KEY, {linkColumns}{columns}); INSERT INTO public.{table} (id, {names}) VALUES {string.Join(", ", values)}");
    }
}

internal sealed class OracleRow
{
    public required int Number { get; init; }

    public required Dictionary<string, SampleValue?> Values { get; init; }

    public required OracleRow?[] Links { get; init; }

    public Dictionary<string, OracleRow?> Ones { get; } = [];

    public Dictionary<string, List<OracleRow>> Lists { get; } = [];
}

internal static class OracleRelations
{
    public static Relation Kind { get; } = Make("Kind", "kind", [new ToMany("things", () => Thing!, [("id", "kind_id")], "Things of it.", 50, 100)]);

    public static Relation Thing { get; } = Make("Thing", "thing",
    [
        new ToOne("ownKind", () => Kind, [("own_kind_id", "id")], false, "Its own kind."),
        new ToOne("kind", () => Kind, [("kind_id", "id")], true, "Its kind."),
        new ToMany("parts", () => Part!, [("id", "thing_id")], "Its parts.", 50, 100),
    ]);

    public static Relation Part { get; } = Make("Part", "part", []);

    private static Relation Make(string name, string table, IReadOnlyList<RelationLink> links) => new(
        name,
        "public",
        table,
        [
            new("number", "id", ColumnTypes.Int4, false, "Number."),
            .. TypeSamples.All.SelectMany(sample => new Column[]
            {
                new(sample.FieldName, sample.FieldName, sample.Type, false, "Value."),
                new(sample.FieldName + "OrNull", sample.FieldName + "OrNull", sample.Type, true, "Value."),
            }),
        ],
        ["id"])
    {
        Description = "A row of values.",
        Links = links,
    };
}
