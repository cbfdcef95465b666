using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

public sealed class RepeatedFieldTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_hundred_aliases_of_a_page_are_one_statement()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("query ($n: Int) { " + string.Concat(Enumerable.Range(0, 100).Select(
            i => $"a{i}: visits(first: $n, where: {{ urgent: {{ eq: true }} }}) {{ nodes {{ number note }} totalCount }} ")) + "}", new { n = 3 });

        Assert.Equal(1, harness.Statements);
        Assert.Equal(100, data.EnumerateObject().Count());
        Assert.Single(data.EnumerateObject().Select(field => field.Value.GetRawText()).Distinct());
        Assert.Equal(2, data.GetProperty("a99").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Aliases_of_one_row_are_one_statement_and_other_questions_are_others()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync("{ a: visit(id: 1) { note } b: visit(id: 1) { note } c: visit(id: 2) { note } d: visit(id: 1) { number } e: visit(id: 9) { number } f: visit(id: 9) { number } }");

        Assert.Equal(4, harness.Statements);
        Assert.Equal(
            """{"a":{"note":"first 100%"},"b":{"note":"first 100%"},"c":{"note":"Second_visit"},"d":{"number":1},"e":null,"f":null}""", data.GetRawText());
    }

    [Fact]
    public async Task A_nested_list_under_several_names_is_read_once()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync(
            "{ clinics { nodes { a: visits(first: 1) { number } b: visits(first: 1) { number } c: visits(first: 2) { number } d: visits(first: 1) { minutes } } } }");

        Assert.Equal(
            """{"a":[{"number":1}],"b":[{"number":1}],"c":[{"number":1},{"number":2}],"d":[{"minutes":30}]}""",
            data.GetProperty("clinics").GetProperty("nodes")[0].GetRawText());
    }

    [Fact]
    public async Task Groups_under_several_names_are_made_once()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        const string Query = """
            query ($least: Long) {
              visits(first: 1) {
                a: groups(by: [{field: URGENT}], having: {count: {gte: $least}}) { key { urgent } count }
                b: groups(by: [{field: URGENT}], having: {count: {gte: $least}}) { key { urgent } count }
                c: groups(by: [{field: URGENT}]) { key { urgent } count }
                d: groups(by: [{field: URGENT}], having: {count: {gte: $least}}) { key { urgent } sum { minutes } }
                nodes { number }
              }
            }
            """;

        var answer = default(System.Text.Json.JsonElement);
        var sql = Assert.Single(await SentStatements.OfAsync(async () => answer = (await harness.DataAsync(Query, new { least = 1 })).GetProperty("visits")));

        Assert.Equal(3, sql.Split("GROUP BY").Length - 1);
        Assert.Equal(["a", "b", "c", "d", "nodes"], answer.EnumerateObject().Select(field => field.Name));
        Assert.Equal(answer.GetProperty("c").GetRawText(), answer.GetProperty("a").GetRawText());
        Assert.Equal(answer.GetProperty("a").GetRawText(), answer.GetProperty("b").GetRawText());
        Assert.Contains("sum", answer.GetProperty("d").GetRawText(), StringComparison.Ordinal);
    }
}
