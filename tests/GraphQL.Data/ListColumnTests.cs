using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Arrays as lists: shown in each format, and found by an index.</summary>
public sealed class ListColumnTests(PostgresServer postgres)
{
    private const string Sql = """
        CREATE TABLE public.box (id int PRIMARY KEY, words text[], amounts numeric[], days date[], ids uuid[] NOT NULL);
        INSERT INTO public.box VALUES
            (1, '{a,NULL,"x;y","say \"hi\"",""}', '{1.50,NULL,-3}', '{2024-02-29}', '{01020304-0506-0708-090a-0b0c0d0e0f10}'),
            (2, NULL, NULL, NULL, '{}'),
            (3, '{}', '{}', '{}', '{}'),
            (4, '{{=1,b},{c,"d,e"}}', '{NaN,1}', '{infinity}', '{}');
        """;

    private static readonly Relation Box = new(
        "Box",
        "public",
        "box",
        [
            new("number", "id", ColumnTypes.Int4, false, "Number."),
            new("words", "words", ColumnTypes.List(ColumnTypes.Text), true, "Words."),
            new("amounts", "amounts", ColumnTypes.List(ColumnTypes.Numeric), true, "Amounts."),
            new("days", "days", ColumnTypes.List(ColumnTypes.Date), true, "Days."),
            new("ids", "ids", ColumnTypes.List(ColumnTypes.Uuid, mayHoldNulls: false), false, "Ids."),
        ],
        ["id"])
    {
        Description = "A box.",
    };

    [Fact]
    public async Task Lists_are_shown_with_their_nulls_and_whole_or_not_at_all()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Sql);
        var harness = new RelationHarness(database, ("boxes", Box));

        var response = await harness.AskAsync("{ boxes { nodes { words amounts days ids } } __type(name: \"Box\") { fields { name type { kind ofType { kind ofType { kind } } } } } }");

        Assert.Equal(
            [
                """{"words":["a",null,"x;y","say \"hi\"",""],"amounts":[1.50,null,-3],"days":["2024-02-29"],"ids":["01020304-0506-0708-090a-0b0c0d0e0f10"]}""",
                """{"words":null,"amounts":null,"days":null,"ids":[]}""",
                """{"words":[],"amounts":[],"days":[],"ids":[]}""",
                """{"words":["=1","b","c","d,e"],"amounts":null,"days":null,"ids":[]}""",
            ],
            response.GetProperty("data").GetProperty("boxes").GetProperty("nodes").EnumerateArray().Select(node => node.GetRawText()));
        Assert.Equal(
            ["""["boxes","nodes",3,"amounts"]""", """["boxes","nodes",3,"days"]"""],
            response.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetRawText()));
        var types = response.GetProperty("data").GetProperty("__type").GetProperty("fields").EnumerateArray()
            .ToDictionary(field => field.GetProperty("name").GetString()!, field => field.GetProperty("type").GetRawText());
        Assert.Equal("""{"kind":"LIST","ofType":{"kind":"SCALAR","ofType":null}}""", types["words"]);
        Assert.Equal("""{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL"}}}""", types["ids"]);
    }

    [Fact]
    public async Task A_list_is_one_cell_with_semicolons_and_stays_a_list_in_lines_of_JSON()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Sql);
        var harness = new RelationHarness(database, ("boxes", Box));
        const string Query = "{ boxes { nodes { number words amounts days } } }";

        Assert.Equal(
            [
                "number,words,amounts,days",
                "1,\"a;;\"\"x;y\"\";\"\"say \"\"\"\"hi\"\"\"\"\"\";\"\"\"\"\",1.50;;-3,2024-02-29",
                "2,,,",
                "3,\"\",\"\",\"\"",
                "4,\"=1;b;c;d,e\",NaN;1,infinity",
                "",
            ],
            (await harness.TableAsync(Query, new CsvFormat())).Split("\r\n"));
        Assert.Contains("4,\"'=1;b;c;d,e\",", await harness.TableAsync(Query, new CsvFormat(EscapesFormulas: true)), StringComparison.Ordinal);
        Assert.Equal(
            """{"number":4,"words":["=1","b","c","d,e"],"amounts":"NaN;1","days":"infinity"}""",
            (await harness.TableAsync(Query, new NdjsonFormat())).Split('\n')[3]);
    }

    [Theory]
    [InlineData("some: {eq: \"w77\"}", 1)]
    [InlineData("some: {in: [\"w77\", \"w78\"]}", 2)]
    public async Task An_element_is_found_by_a_GIN_index(string quantifier, int expected)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Sql + """
            INSERT INTO public.box SELECT n, ARRAY['w' || n, 'all'], '{}', '{}', '{}' FROM generate_series(10, 20009) AS n;
            CREATE INDEX ON public.box USING gin (words);
            ANALYZE public.box
            """);
        var harness = new RelationHarness(database, ("boxes", Box));
        var query = $"{{ boxes(where: {{words: {{{quantifier}}}}}) {{ totalCount }} }}";

        var found = (await harness.DataAsync(query)).GetProperty("boxes").GetProperty("totalCount").GetInt32();
        var sql = Assert.Single(await SentStatements.OfAsync(() => harness.DataAsync(query)));
        await using var command = database.DataSource.CreateCommand($"EXPLAIN (FORMAT JSON) {sql}");
        command.Parameters.Add(new NpgsqlParameter { Value = expected == 1 ? "w77" : (object)new[] { "w77", "w78" } });
        var plan = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(expected, found);
        Assert.Contains("box_words_idx", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_list_cannot_be_asked_is_said()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Sql);
        var harness = new RelationHarness(database, ("boxes", Box));

        Assert.Equal(
            ("HC0026", "`eq` of `ids` must not be null: the field always has a value."),
            await harness.ErrorAsync("{ boxes(where: {ids: {some: {eq: null}}}) { nodes { number } } }"));
        Assert.DoesNotContain("words", harness.FindInput("BoxSortInput").Fields.Keys);
        Assert.DoesNotContain("words", (await harness.DataAsync("{ __type(name: \"BoxGroupField\") { enumValues { name } } }")).GetRawText(), StringComparison.OrdinalIgnoreCase);
    }
}
