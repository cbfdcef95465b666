using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Api.DefinedRelations;
using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Api.Tests.Tables;
using HealthGraph.Domain.Relations;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.DefinedRelations;

/// <summary>Relations that come and go while two nodes serve.</summary>
public sealed class DefinedRelationTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Query = "query Obs { observations(order: {value: ASC}) { totalCount nodes { observationId value } } }";
    private const string Rows = """{"observations":{"totalCount":3,"nodes":[{"observationId":"o2","value":80},{"observationId":"o1","value":120.5},{"observationId":"o3","value":131}]}}""";

    private readonly ApiServer _first = new(postgres);
    private ApiServer? _second;

    private ApiServer Second => _second ?? throw new InvalidOperationException("The second node was not started.");

    public async ValueTask InitializeAsync()
    {
        await _first.InitializeAsync();
        await _first.Database.ExecuteAsync(Observations.Table);
        _second = await Observations.SecondAsync(_first, postgres);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task A_relation_that_one_node_defines_is_on_every_node_with_all_that_relations_have()
    {
        var started = Stopwatch.GetTimestamp();
        await PutAsync(Observations.Definition);
        var atOnce = await _first.QueryAsync(Query);
        await Observations.WaitForAsync(Second, isThere: true);
        TestContext.Current.SendDiagnosticMessage($"Another node had it after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms.");

        Assert.Equal(Rows, atOnce.Data.GetRawText());
        Assert.Equal(Rows, (await Second.QueryAsync(Query)).Data.GetRawText());
        var filtered = await Second.QueryAsync("""
            { observations(where: {code: {startsWith: "848"}, value: {gt: 121}}, first: 1) { nodes { observationId } groups(by: [{field: CODE}]) { key { code } count avg { value } } } }
            """);
        Assert.Equal(
            """{"observations":{"nodes":[{"observationId":"o3"}],"groups":[{"key":{"code":"8480-6"},"count":1,"avg":{"value":131.0000000000000000}}]}}""",
            filtered.Data.GetRawText());
        var csv = await Second.SendAsync(new(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString("{ observations { nodes { observationId takenOn } } }")}"), Second.AnalystKey);
        Assert.Equal("observationId,takenOn\r\no1,2026-01-02\r\no2,\r\no3,2026-01-01\r\n", csv.Text);
        var team = await Second.QueryAsync(Query, key: Second.TeamKey);
        Assert.Equal("AUTH_NOT_AUTHORIZED", team.Code);
    }

    [Fact]
    public async Task What_is_taken_away_leaves_the_schema_as_it_was()
    {
        const string Introspection = "{ __schema { types { name } queryType { fields { name } } } }";
        var before = (await Second.QueryAsync(Introspection)).Text;
        await PutAsync(Observations.Definition);
        await Observations.WaitForAsync(Second, isThere: true);
        var between = (await Second.QueryAsync(Introspection)).Text;

        Assert.True(await _first.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken));
        await Observations.WaitForAsync(Second, isThere: false);

        Assert.Contains("\"ObservationFilterInput\"", between, StringComparison.Ordinal);
        Assert.Equal(before, (await Second.QueryAsync(Introspection)).Text);
        Assert.Equal(before, (await _first.QueryAsync(Introspection)).Text);
        Assert.False(await _first.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_node_that_starts_later_has_it_from_its_first_request_on()
    {
        await PutAsync(Observations.Definition);

        await using var third = await Observations.SecondAsync(_first, postgres);

        Assert.Equal(Rows, (await third.QueryAsync(Query)).Data.GetRawText());
    }

    [Fact]
    public async Task A_request_under_way_finishes_on_the_schema_it_began_with()
    {
        await _first.Database.ExecuteAsync("""
            CREATE FUNCTION public.wait_for_gate() RETURNS numeric LANGUAGE plpgsql VOLATILE AS
            $$ BEGIN PERFORM pg_advisory_lock_shared(9); PERFORM pg_advisory_unlock_shared(9); RETURN 1; END $$;
            CREATE VIEW public.slow_row AS SELECT 'o'::text AS id, public.wait_for_gate() AS value;
            """);
        await PutAsync(Observations.Definition with { TableName = "slow_row", Columns = [Observations.Definition.Columns[0], Observations.Definition.Columns[3]] });
        await Observations.WaitForAsync(Second, isThere: true);
        await using var gate = await _first.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var hold = new Npgsql.NpgsqlCommand("SELECT pg_advisory_lock(9)", gate);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var underWay = Second.QueryAsync("{ observations { nodes { observationId value } } }");
        await SlowRows.WaitForAsync(_first, "wait_event_type = 'Lock'");
        await _first.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken);
        await Observations.WaitForAsync(Second, isThere: false);
        hold.CommandText = "SELECT pg_advisory_unlock(9)";
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal("""{"observations":{"nodes":[{"observationId":"o","value":1}]}}""", (await underWay).Data.GetRawText());
    }

    [Fact]
    public async Task Under_load_types_come_and_go_and_every_answer_is_a_whole_one()
    {
        using var done = new CancellationTokenSource();
        var load = new[] { _first, Second, _first, Second }.Select(api => Task.Run(async () =>
        {
            var answers = new HashSet<string>();
            while (!done.IsCancellationRequested)
            {
                var response = await api.QueryAsync(Query);
                answers.Add(response.Text.Contains("HC0016", StringComparison.Ordinal) ? "unknown" : response.Text);
                Assert.Equal("""{"data":{"therapists":{"nodes":[]}}}""", (await api.QueryAsync("{ therapists { nodes { id } } }")).Text);
            }

            return answers;
        })).ToList();
        using var socket = await SocketClient.ConnectAsync(Second);
        var run = await _first.Database.AddRunAsync();
        await socket.SubscribeAsync("s", "subscription Follow($id: ID!) { runUpdated(id: $id) { state } }", new { id = run });

        for (var i = 0; i < 10; i++)
        {
            await PutAsync(Observations.Definition);
            await Observations.WaitForAsync(Second, isThere: true);
            await Second.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken);
            await Observations.WaitForAsync(_first, isThere: false);
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(load), answers => Assert.Subset(new HashSet<string> { "unknown", $"{{\"data\":{Rows}}}" }, answers));
        Assert.Equal("QUEUED", (await socket.ReceiveAsync()).GetProperty("payload").GetProperty("data").GetProperty("runUpdated").GetProperty("state").GetString());
        await _first.Database.SucceedAsync(run);
        Assert.Equal("SUCCEEDED", (await socket.ReceiveAsync()).GetProperty("payload").GetProperty("data").GetProperty("runUpdated").GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_changed_while_a_node_heard_nothing_is_caught_up_with()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var wire = new Endpoint.DatabaseProxy(database.ConnectionString);
        await using var node = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = wire.ConnectionString } };
        await node.InitializeAsync();
        await database.ExecuteAsync(Observations.Table);
        await wire.CutAsync();

        await using (var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await RelationDefinitionTable.PutAsync(connection, Observations.Definition, TestContext.Current.CancellationToken);
            await TableReaders.GrantAsync(connection, Observations.Definition, TestContext.Current.CancellationToken);
        }

        wire.Mend();
        await Observations.WaitForAsync(node, isThere: true);
        Assert.Equal(Rows, (await node.QueryAsync(Query)).Data.GetRawText());
    }

    [Fact]
    public async Task A_registered_document_is_of_the_schema_of_the_moment()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Query)));
        Task<ApiResponse> AskAsync(string? query) => _first.SendAsync(
            ApiServer.Post(JsonSerializer.Serialize(new { query, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } })), _first.AnalystKey);

        await PutAsync(Observations.Definition);
        Assert.Equal(Rows, (await AskAsync(Query)).Data.GetRawText());
        await _first.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken);
        var without = await AskAsync(null);
        await PutAsync(Observations.Definition);
        var again = await AskAsync(null);

        Assert.Equal("HC0016", without.Code);
        Assert.Equal(Rows, again.Data.GetRawText());
    }

    [Fact]
    public async Task A_trusted_document_is_served_once_its_type_is_there()
    {
        var folder = Directory.CreateTempSubdirectory("healthgraph-documents-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "obs.graphql"), Query, TestContext.Current.CancellationToken);
        await using var node = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:TrustedDocuments:Folder"] = folder } };
        await node.InitializeAsync();
        await node.Database.ExecuteAsync(Observations.Table);
        Task<ApiResponse> AskAsync() => node.SendAsync(new(HttpMethod.Get, "/graphql?id=obs"), node.AnalystKey);
        Assert.Equal("HC0020", (await AskAsync()).Code);

        await node.Definitions().PutAsync(Observations.Definition, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(async () => (await AskAsync()).Text == $"{{\"data\":{Rows}}}", "The document was not answered.");

        await node.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken);
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await AskAsync()).Status);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_table_whose_column_has_become_of_another_type_is_read_as_that()
    {
        await PutAsync(Observations.Definition);
        await Observations.WaitForAsync(Second, isThere: true);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Rows, (await Second.QueryAsync(Query)).Data.GetRawText());
        }

        await _first.Database.ExecuteAsync("ALTER TABLE public.observation ALTER COLUMN value TYPE int");
        await PutAsync(Observations.Definition with
        {
            Columns = [.. Observations.Definition.Columns.Select(column => column.ColumnName == "value" ? column with { Type = "int4" } : column)],
        });
        await Eventually.HoldsAsync(
            async () => !(await Second.QueryAsync("{ __type(name: \"Observation\") { fields { name type { name } } } }")).Text.Contains("Decimal", StringComparison.Ordinal),
            "The field's type stayed what it was.");

        Assert.Equal(Rows.Replace("120.5", "121"), (await Second.QueryAsync(Query)).Data.GetRawText());
    }

    [Fact]
    public async Task Definitions_that_fit_each_alone_and_not_together_are_not_both_taken()
    {
        var other = Observations.Definition with { TypeName = "ObservationGroup", FieldName = "observationGroups" };

        var outcomes = await Task.WhenAll(
            Record.ExceptionAsync(() => PutAsync(Observations.Definition)).AsTask(),
            Record.ExceptionAsync(() => Second.Definitions().PutAsync(other, TestContext.Current.CancellationToken)).AsTask());

        Assert.Single(outcomes, outcome => outcome is RelationDefinitionException);
        Assert.Single(outcomes, outcome => outcome is null);
    }

    [Fact]
    public async Task A_stored_definition_that_this_release_cannot_show_is_left_out_and_the_others_are_shown()
    {
        await _first.Database.ExecuteAsync("""
            INSERT INTO api.relation_definition (type_name, definition)
            VALUES ('Broken', '{"typeName": "Broken"}'), ('Patient', '{"typeName": "Patient", "fieldName": "p", "description": "", "schemaName": "public", "tableName": "observation", "columns": [{"fieldName": "id", "columnName": "id", "type": "text", "isNullable": false, "description": ""}], "key": ["id"]}')
            """);

        await PutAsync(Observations.Definition);
        await Observations.WaitForAsync(Second, isThere: true);

        Assert.Equal(Rows, (await Second.QueryAsync(Query)).Data.GetRawText());
        Assert.Contains(Second.Log.Lines, line => line.Contains("The defined relation Broken is not shown", StringComparison.Ordinal));
        Assert.Contains(Second.Log.Lines, line => line.Contains("The defined relation Patient is not shown", StringComparison.Ordinal));
    }

    private Task PutAsync(RelationDefinition definition) => _first.Definitions().PutAsync(definition, TestContext.Current.CancellationToken);
}
