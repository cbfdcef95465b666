using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

public sealed class ConnectionTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_page_with_linked_rows_and_lists_is_one_statement()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("""
            {
              clinics(first: 2, order: [{name: DESC}]) {
                totalCount
                nodes { name visits(order: {minutes: DESC}, where: {minutes: {neq: null}}) { minutes note clinic { name visits(first: 1) { number } } } }
                pageInfo { hasNextPage hasPreviousPage }
              }
            }
            """);

        Assert.Equal(1, harness.Statements);
        AssertJson(
            """
            {"clinics":{"totalCount":3,"nodes":[
              {"name":"South","visits":[{"minutes":30,"note":"line\nbreak \"quoted\" é😀","clinic":{"name":"South","visits":[{"number":3}]}}]},
              {"name":"North","visits":[
                {"minutes":45,"note":"Second_visit","clinic":{"name":"North","visits":[{"number":1}]}},
                {"minutes":30,"note":"first 100%","clinic":{"name":"North","visits":[{"number":1}]}}]}],
              "pageInfo":{"hasNextPage":true,"hasPreviousPage":false}}}
            """,
            data);
    }

    [Fact]
    public async Task Fields_come_in_the_order_they_were_asked_for_even_when_it_is_known_late()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("""
            {
              visits(first: 2) {
                __typename
                pageInfo { endCursor hasNextPage }
                edges { node { __typename number } cursor }
                nodes { i: number number minutes }
                totalCount
              }
            }
            """);

        var visits = data.GetProperty("visits");
        Assert.Equal(["__typename", "pageInfo", "edges", "nodes", "totalCount"], visits.EnumerateObject().Select(p => p.Name));
        Assert.Equal(visits.GetProperty("edges")[1].GetProperty("cursor").GetString(), visits.GetProperty("pageInfo").GetProperty("endCursor").GetString());
        AssertJson("""[{"i":1,"number":1,"minutes":30},{"i":2,"number":2,"minutes":45}]""", visits.GetProperty("nodes"));
        AssertJson("""{"__typename":"Visit","number":2}""", visits.GetProperty("edges")[1].GetProperty("node"));
    }

    [Fact]
    public async Task An_empty_page_still_has_its_total()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        AssertJson(
            """{"none":{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false,"startCursor":null,"endCursor":null}},"all":{"totalCount":5},"type":{"__typename":"VisitsConnection"},"zero":{"nodes":[],"totalCount":5}}""",
            await harness.DataAsync("""
                {
                  none: visits(where: {number: {gt: 1000}}) { totalCount nodes { number clinic { number } } pageInfo { hasNextPage startCursor endCursor } }
                  all: visits { totalCount }
                  type: visits { __typename }
                  zero: visits(first: 0) { nodes { number } totalCount }
                }
                """));
    }

    [Fact]
    public async Task Values_keep_every_digit_and_what_cannot_be_shown_is_null_with_an_error()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var response = await harness.AskAsync("{ visits { nodes { cost at } } clinics { nodes { state opened } } }");

        Assert.Equal(
            """[{"cost":10.50,"at":"2024-01-01T10:00:00Z"},{"cost":0.000,"at":"2024-01-01T10:00:00.123456Z"},{"cost":null,"at":null},{"cost":-12345678901234567890.1234,"at":"2000-01-01T07:59:59.5Z"},{"cost":3,"at":null}]""",
            response.GetProperty("data").GetProperty("visits").GetProperty("nodes").GetRawText());
        var error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        Assert.Equal("""["visits","nodes",4,"at"]""", error.GetProperty("path").GetRawText());
        Assert.Equal(
            """[{"state":"CA","opened":"2020-01-31"},{"state":"TX","opened":null},{"state":null,"opened":"1999-12-31"}]""",
            response.GetProperty("data").GetProperty("clinics").GetProperty("nodes").GetRawText());
    }

    [Fact]
    public async Task A_flattened_field_shares_its_join_with_the_linked_row()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        AssertJson(
            """{"visits":{"nodes":[{"clinicName":"South","clinic":{"name":"South"},"sister":{"number":2}},{"clinicName":null,"clinic":null,"sister":null}]}}""",
            await harness.DataAsync("{ visits(last: 2) { nodes { clinicName clinic { name } sister { number } } } }"));
    }

    [Fact]
    public async Task Skipped_fields_and_fragments_are_planned_per_choice()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        const string Document = """
            query ($with: Boolean!) { visits(first: 1) { nodes { number ...More @include(if: $with) ... on Visit @skip(if: $with) { minutes } } } }
            fragment More on Visit { clinic { name } }
            """;

        AssertJson("""{"visits":{"nodes":[{"number":1,"clinic":{"name":"North"}}]}}""", await harness.DataAsync(Document, new { with = true }));
        AssertJson("""{"visits":{"nodes":[{"number":1,"minutes":30}]}}""", await harness.DataAsync(Document, new { with = false }));
    }

    [Fact]
    public async Task A_row_is_found_by_its_key()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        AssertJson(
            """{"visit":{"note":"no clinic","clinic":null},"other":{"clinic":{"visits":[{"number":1},{"number":2}]}},"missing":null}""",
            await harness.DataAsync("""
                { visit(id: 5) { note clinic { name } } other: visit(id: 2) { clinic { visits { number } } } missing: visit(id: 99) { number } }
                """));
    }

    [Theory]
    [InlineData("first: -1", "HC0079")]
    [InlineData("first: 101", "HC0051")]
    [InlineData("last: 101", "HC0051")]
    [InlineData("after: \"\"", "HC0078")]
    [InlineData("after: \"bm90IGEgY3Vyc29y\"", "HC0078")]
    [InlineData("before: \"%%%\"", "HC0078")]
    [InlineData("where: {number: {eq: null}}", "HC0026")]
    [InlineData("where: {number: {in: [1, null]}}", "HC0026")]
    [InlineData("where: {minutes: {gt: null}}", "HC0026")]
    [InlineData("where: {note: {contains: \"a\\u0000b\"}}", "HC0026")]
    [InlineData("order: [{number: ASC, minutes: DESC}]", "HC0026")]
    [InlineData("order: [{}]", "HC0026")]
    [InlineData("first: 1, last: 1", "HC0026")]
    public async Task A_page_that_cannot_be_is_refused_by_name(string arguments, string code)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var error = await harness.ErrorAsync($"{{ visits({arguments}) {{ nodes {{ number }} }} }}");

        Assert.Equal(code, error.Code);
        Assert.Equal(0, harness.Statements);
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_order()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        var data = await harness.DataAsync("{ visits(first: 1, order: {minutes: ASC}) { pageInfo { endCursor } } }");
        var cursor = data.GetProperty("visits").GetProperty("pageInfo").GetProperty("endCursor").GetString();

        var error = await harness.ErrorAsync("query ($c: String) { visits(after: $c, order: {minutes: DESC}) { nodes { number } } }", new { c = cursor });

        Assert.Equal("HC0078", error.Code);
    }

    [Theory]
    [InlineData("{ visits { nodes { clinic { name } } } }")]
    [InlineData("{ visits(where: {clinic: {name: {eq: \"x\"}}}) { totalCount } }")]
    [InlineData("{ visits(order: {clinic: {name: ASC}}) { nodes { number } } }")]
    [InlineData("{ clinics { totalCount } }")]
    [InlineData("{ visits { nodes { clinicName } } }")]
    [InlineData("{ visits(where: {clinicName: {eq: \"x\"}}) { totalCount } }")]
    [InlineData("{ visits(order: {clinicName: ASC}) { totalCount } }")]
    [InlineData("{ visits { nodes { clinic: number ...on Visit { c: clinic { visits { clinic { number } } } } } } }")]
    public async Task Every_relation_on_the_way_is_asked_for(string document)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        harness.Refused.Add(ClinicRelations.Clinic);

        Assert.Equal("AUTH_NOT_AUTHORIZED", (await harness.ErrorAsync(document)).Code);
        Assert.Equal(0, harness.Statements);
    }

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(expected)), JsonSerializer.Serialize(actual));
}
