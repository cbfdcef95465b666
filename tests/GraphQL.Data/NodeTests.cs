using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.Testing.Postgres;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Rows found again by their global ids.</summary>
public sealed class NodeTests(PostgresServer postgres)
{
    private const string OddSql = """
        CREATE TABLE public.odd (
            ward text, day date, at timestamptz, code char(3), bed bigint, size numeric, open boolean, ref uuid, note text,
            PRIMARY KEY (ward, day, at, code, bed, size, open, ref));
        INSERT INTO public.odd VALUES
            ('a:b', '2024-02-29', '2024-02-29T10:00:00.5Z', 'X', 9007199254740993, 1.50, true, '01020304-0506-0708-090a-0b0c0d0e0f10', 'colon'),
            ('a\:', '2024-02-29', '2024-02-29T10:00:00.5Z', 'X:Y', -1, 0, false, '01020304-0506-0708-090a-0b0c0d0e0f10', 'both'),
            ('\', '2024-02-29', '2024-02-29T10:00:00.5Z', 'é"', 0, -0.001, false, '01020304-0506-0708-090a-0b0c0d0e0f10', 'backslash'),
            ('', '0001-01-01', '9999-12-31T23:59:59.999999Z', '', 0, 123456789012345678901234.5, false, '00000000-0000-0000-0000-000000000000', 'empty'),
            (E'"\n😀', '2024-02-29', '2024-02-29T10:00:00Z', 'ABC', 0, 0, false, '01020304-0506-0708-090a-0b0c0d0e0f10', 'quote');
        """;

    private static readonly Relation Odd = new(
        "Odd",
        "public",
        "odd",
        [
            new("ward", "ward", Text, false, "Ward."),
            new("day", "day", Date, false, "Day."),
            new("at", "at", Timestamptz, false, "At."),
            new("code", "code", FixedText, false, "Code."),
            new("bed", "bed", Int8, false, "Bed."),
            new("size", "size", Numeric, false, "Size."),
            new("open", "open", Bool, false, "Open."),
            new("ref", "ref", Uuid, false, "Ref."),
            new("note", "note", Text, true, "Note."),
        ],
        ["ward", "day", "at", "code", "bed", "size", "open", "ref"])
    {
        Description = "Rows whose key is of many columns.",
    };

    [Fact]
    public async Task An_id_is_the_type_and_the_key_in_base64_and_leads_back_to_the_row()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var row = (await harness.DataAsync("{ visits(first: 1) { nodes { id clinic { id } } } }")).GetProperty("visits").GetProperty("nodes")[0];
        var data = await harness.DataAsync(
            "query ($id: ID!) { node(id: $id) { __typename id ... on Visit { note clinic { id visits(first: 1) { id } } } ... on Clinic { name } } }",
            new { id = row.GetProperty("id").GetString() });

        Assert.Equal(Id("Visit:1"), row.GetProperty("id").GetString());
        Assert.Equal(Id("Clinic:1"), row.GetProperty("clinic").GetProperty("id").GetString());
        Assert.Equal(
            """{"node":{"__typename":"Visit","id":"VISIT","note":"first 100%","clinic":{"id":"CLINIC","visits":[{"id":"VISIT"}]}}}"""
                .Replace("VISIT", Id("Visit:1"), StringComparison.Ordinal).Replace("CLINIC", Id("Clinic:1"), StringComparison.Ordinal),
            data.GetRawText());
        Assert.Equal(2, harness.Statements);
    }

    [Fact]
    public async Task Nodes_are_one_statement_for_each_type_in_the_order_of_the_ids()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync(
            "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Visit { note } ... on Clinic { name visits(first: 1) { number } } } }",
            new { ids = new[] { Id("Visit:3"), Id("Clinic:2"), Id("Visit:1"), Id("Clinic:99"), Id("Visit:3"), Id("Clinic:1"), Id("Visit:-7") } });

        Assert.Equal(2, harness.Statements);
        Assert.Equal(
            $$"""
            [{"id":"{{Id("Visit:3")}}","note":null},{"id":"{{Id("Clinic:2")}}","name":"South","visits":[{"number":3}]},{"id":"{{Id("Visit:1")}}","note":"first 100%"},null,
            {"id":"{{Id("Visit:3")}}","note":null},{"id":"{{Id("Clinic:1")}}","name":"North","visits":[{"number":1}]},null]
            """.ReplaceLineEndings(""),
            data.GetProperty("nodes").GetRawText());
    }

    [Fact]
    public async Task Keys_of_many_columns_and_odd_characters_come_back()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(OddSql);
        var harness = new RelationHarness(database, ("odds", Odd));

        var rows = (await harness.DataAsync("{ odds { nodes { id note } } }")).GetProperty("odds").GetProperty("nodes").EnumerateArray().ToList();
        var ids = rows.Select(row => row.GetProperty("id").GetString()!).ToList();
        var all = await harness.DataAsync("query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Odd { note } } }", new { ids });

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Contains(Id(@"Odd:a\:b:2024-02-29:2024-02-29T10\:00\:00.5Z:X:9007199254740993:1.50:true:01020304-0506-0708-090a-0b0c0d0e0f10"), ids);
        Assert.Equal(rows.Select(row => row.GetRawText()), all.GetProperty("nodes").EnumerateArray().Select(row => row.GetRawText()));
        foreach (var row in rows)
        {
            var one = await harness.DataAsync("query ($id: ID!) { node(id: $id) { id ... on Odd { note } } odd(id: $id) { id note } }", new { id = row.GetProperty("id").GetString() });
            Assert.Equal(row.GetRawText(), one.GetProperty("node").GetRawText());
            Assert.Equal(row.GetRawText(), one.GetProperty("odd").GetRawText());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("not base64!")]
    [InlineData("dmlzaXQ=")]
    [InlineData("//8=")]
    [MemberData(nameof(Malformed))]
    public async Task An_id_that_is_none_is_an_error_in_its_field_alone(string id)
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = new RelationHarness(database, ("clinics", ClinicRelations.Clinic), ("odds", Odd));

        var response = await harness.AskAsync("query ($id: ID!) { node(id: $id) { id } clinics(first: 0) { totalCount } }", new { id });

        Assert.Equal("""{"node":null,"clinics":{"totalCount":3}}""", response.GetProperty("data").GetRawText());
        var error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        Assert.Equal("The node ID string has an invalid format.", error.GetProperty("message").GetString());
        Assert.Equal("""["node"]""", error.GetProperty("path").GetRawText());
        Assert.Equal("INVALID_NODE_ID", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(id, error.GetProperty("extensions").GetProperty("originalValue").GetString());
    }

    public static TheoryData<string> Malformed => [.. new[]
    {
        "Clinic", ":1", "Query:1", "clinic:1", "Clinic:", "Clinic:x", "Clinic:1:2", "Clinic:1.5", "Clinic:99999999999", "Clinic:\0", "Odd:1",
        "Odd:a:b:c:d:e:f:g:h",
    }.Select(Id)];

    [Fact]
    public async Task One_malformed_id_fails_the_whole_list_as_in_HotChocolate()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var response = await harness.AskAsync("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { Id("Visit:1"), "garbage" } });

        Assert.Equal(JsonValueKind.Null, response.GetProperty("data").ValueKind);
        Assert.Equal("""["nodes"]""", Assert.Single(response.GetProperty("errors").EnumerateArray()).GetProperty("path").GetRawText());
        Assert.Equal(0, harness.Statements);
    }

    [Fact]
    public async Task Fifty_ids_are_taken_and_no_more()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        const string Document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";

        var data = await harness.DataAsync(Document, new { ids = Enumerable.Repeat(Id("Visit:2"), 50) });
        var (code, _) = await harness.ErrorAsync(Document, new { ids = Enumerable.Repeat(Id("Visit:2"), 51) });
        var none = await harness.DataAsync(Document, new { ids = Array.Empty<string>() });

        Assert.Equal(50, data.GetProperty("nodes").EnumerateArray().Count(row => row.GetProperty("id").GetString() == Id("Visit:2")));
        Assert.Equal("HC0076", code);
        Assert.Equal("""{"nodes":[]}""", none.GetRawText());
    }

    [Fact]
    public async Task A_relation_that_the_caller_may_not_read_says_the_same_of_every_id()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        harness.Refused.Add(ClinicRelations.Clinic);

        var there = await harness.ErrorAsync("query ($id: ID!) { node(id: $id) { id } }", new { id = Id("Clinic:1") });
        var missing = await harness.ErrorAsync("query ($id: ID!) { node(id: $id) { id } }", new { id = Id("Clinic:99") });
        var mixed = await harness.AskAsync("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { Id("Visit:1"), Id("Clinic:1"), Id("Clinic:99") } });

        Assert.Equal("AUTH_NOT_AUTHORIZED", there.Code);
        Assert.Equal(there, missing);
        Assert.Equal($$"""{"nodes":[{"id":"{{Id("Visit:1")}}"},null,null]}""", mixed.GetProperty("data").GetRawText());
        Assert.Equal(
            ["""["nodes",1]""", """["nodes",2]"""],
            mixed.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetRawText()));
    }

    [Fact]
    public async Task A_row_that_cannot_be_shown_is_null_and_the_others_stand()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var strict = new Relation("Strict", "public", "visit", [new("number", "id", Int4, false, "Number."), new("note", "note", Text, false, "Note."), new("at", "at", Timestamptz, true, "At.")], ["id"])
        {
            Description = "Visits that all have a note.",
        };
        var harness = new RelationHarness(database, ("stricts", strict));

        var response = await harness.AskAsync(
            "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Strict { note at } } }", new { ids = new[] { Id("Strict:2"), Id("Strict:3"), Id("Strict:5") } });

        Assert.Equal(
            """{"nodes":[{"note":"Second_visit","at":"2024-01-01T10:00:00.123456Z"},null,{"note":"no clinic","at":null}]}""",
            response.GetProperty("data").GetRawText());
        Assert.Equal(
            ["""["nodes",1,"note"]""", """["nodes",2,"at"]"""],
            response.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetRawText()));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("Visit:1")]
    public async Task A_row_by_its_key_takes_the_key_or_the_global_id(string id)
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("query ($id: ID!) { visit(id: $id) { number } }", new { id = id.Contains(':', StringComparison.Ordinal) ? Id(id) : id });
        var (code, _) = await harness.ErrorAsync("query ($id: ID!) { visit(id: $id) { number } }", new { id = Id("Clinic:1") });

        Assert.Equal("""{"visit":{"number":1}}""", data.GetRawText());
        Assert.Equal("INVALID_NODE_ID", code);
    }

    private static string Id(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
