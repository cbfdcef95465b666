using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.Testing.Postgres;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Pages of relations under <c>@defer</c> and <c>@stream</c>.</summary>
public sealed class IncrementalDeliveryTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_deferred_relation_is_written_into_its_payload() => Assert.Equal(
        [
            """{"data":{"clinic":{"name":"North"}},"pending":[{"id":"0","path":[]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"visits":{"totalCount":5,"nodes":[{"number":1},{"number":2}]}}}],"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await DeliverAsync("{ clinic(id: 1) { name } ... @defer { visits(first: 2) { totalCount nodes { number } } } }", statements: 2));

    [Fact]
    public async Task The_rows_of_a_streamed_list_come_after_the_first_from_the_same_statement() => Assert.Equal(
        [
            """{"data":{"visits":{"totalCount":5,"nodes":[{"number":1},{"number":2}]}},"pending":[{"id":"0","path":["visits","nodes"],"label":"rest"}],"hasNext":true}""",
            """{"incremental":[{"id":"0","items":[{"number":3},{"number":4}]}],"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await DeliverAsync("{ visits(first: 4) { totalCount nodes @stream(initialCount: 2, label: \"rest\") { number } } }", statements: 1));

    [Fact]
    public async Task Edges_stream_as_nodes_do_and_a_deferred_page_info_follows_the_last_row()
    {
        var payloads = await DeliverAsync(
            "{ v: visits(first: 3) { e: edges @stream(initialCount: 1) { node { number } } ... @defer { pageInfo { hasNextPage } __typename } } }",
            statements: 1);

        Assert.Equal(
            """{"data":{"v":{"e":[{"node":{"number":1}}]}},"pending":[{"id":"0","path":["v"]},{"id":"1","path":["v","e"]}],"hasNext":true}""",
            payloads[0]);
        var rest = string.Concat(payloads.Skip(1));
        Assert.Contains("""{"id":"1","items":[{"node":{"number":2}},{"node":{"number":3}}]}""", rest, StringComparison.Ordinal);
        Assert.Contains("""{"id":"0","data":{"pageInfo":{"hasNextPage":true},"__typename":"VisitsConnection"}}""", rest, StringComparison.Ordinal);
        Assert.EndsWith("\"hasNext\":false}", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_ends_before_its_initial_count_is_completed_without_items() => Assert.Equal(
        [
            """{"data":{"visits":{"nodes":[{"number":1}]}},"pending":[{"id":"0","path":["visits","nodes"]}],"hasNext":true}""",
            """{"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await DeliverAsync("{ visits(first: 1) { nodes @stream(initialCount: 7) { number } } }", statements: 1));

    [Fact]
    public async Task A_deferred_total_is_counted_apart_from_the_rows() => Assert.Equal(
        [
            """{"data":{"visits":{"nodes":[{"number":1}]}},"pending":[{"id":"0","path":["visits"]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"totalCount":3}}],"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await DeliverAsync("{ visits(first: 1, where: {urgent: {eq: false}}) { nodes { number } ... @defer { totalCount } } }", statements: 2));

    [Fact]
    public async Task Deferred_rows_come_together_with_what_depends_on_them() => Assert.Equal(
        [
            """{"data":{"visits":{"totalCount":5}},"pending":[{"id":"0","path":["visits"]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"nodes":[{"number":1}],"pageInfo":{"hasNextPage":true}}}],"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await DeliverAsync("{ visits(first: 1) { totalCount ... @defer { nodes { number } pageInfo { hasNextPage } } } }", statements: 2));

    [Theory]
    [InlineData("{ visits(first: 2) { nodes @stream { number } pageInfo { hasNextPage } } }")]
    [InlineData("{ visits(first: 2) { nodes { number } ... @defer { pageInfo { hasNextPage } } } }")]
    [InlineData("{ visits(first: 2) { nodes { number ... @defer { note } } pageInfo { hasNextPage } } }")]
    public async Task What_cannot_be_put_off_comes_at_once(string document)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        using var result = await harness.BeginAsync(document);
        var response = await RelationHarness.TextOf(writer =>
            ResultSerializer.WriteAsync(Assert.IsType<ExecutionResult>(result), writer, TestContext.Current.CancellationToken));

        Assert.Equal(1, harness.Statements);
        Assert.Contains("\"pageInfo\":{\"hasNextPage\":true}", response, StringComparison.Ordinal);
        Assert.Contains("{\"number\":2", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_cannot_be_shown_is_null_with_an_error_beside_its_items()
    {
        var payloads = await DeliverAsync("{ visits { nodes @stream(initialCount: 4) { number at } } }", statements: 1);

        Assert.StartsWith("""{"incremental":[{"id":"0","items":[{"number":5,"at":null}],"errors":[{""", payloads[1], StringComparison.Ordinal);
        Assert.Contains("""path":["visits","nodes",4,"at"]""", payloads[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_ends_its_list_with_the_error_after_the_rows_before_it()
    {
        var strict = new Relation(
            "Strict", "public", "visit", [new("number", "id", Int4, false, "Number."), new("note", "note", Text, false, "Note.")], ["id"])
        {
            Description = "A visit that must have a note.",
        };
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = new RelationHarness(database, ("stricts", strict));

        var payloads = await harness.DeliverAsync("{ stricts { nodes @stream(initialCount: 1) { note } } }");

        Assert.Equal("""{"incremental":[{"id":"0","items":[{"note":"Second_visit"}]}],"hasNext":true}""", payloads[1]);
        Assert.StartsWith("""{"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field""", payloads[2], StringComparison.Ordinal);
        Assert.EndsWith("\"hasNext\":false}", payloads[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_fails_at_once_announces_nothing()
    {
        var strict = new Relation("Strict", "public", "visit", [new("number", "id", Int4, false, "Number."), new("clinicId", "clinic_id", Int4, false, "Clinic.")], ["id"])
        {
            Description = "A visit that must have a clinic.",
        };
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = new RelationHarness(database, ("stricts", strict));

        var payload = Assert.Single(await harness.DeliverAsync(
            "{ stricts(order: [{number: DESC}]) { nodes @stream(initialCount: 1) { clinicId } ... @defer { totalCount } } }"));

        Assert.StartsWith("""{"data":{"stricts":null},"errors":[{"message":"Cannot return null""", payload, StringComparison.Ordinal);
        Assert.EndsWith("\"hasNext\":false}", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_leaves_gives_the_connection_back()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        // More often than the pool has connections.
        for (var i = 0; i < 120; i++)
        {
            using var result = Assert.IsType<IncrementalResult>(await harness.BeginAsync("{ visits { nodes @stream(initialCount: 1) { number } } }"));
            _ = await RelationHarness.TextOf(writer => ResultSerializer.WriteAsync(result, writer, TestContext.Current.CancellationToken));
        }
    }

    private async Task<List<string>> DeliverAsync(string document, int statements)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var payloads = await harness.DeliverAsync(document);

        Assert.Equal(statements, harness.Statements);
        return payloads;
    }
}
