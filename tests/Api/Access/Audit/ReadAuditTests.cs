using System.Net;
using System.Security.Cryptography;
using System.Text;
using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Api.Tests.Tables;
using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Access.Audit;

/// <summary>Every way to read a row of a patient leaves an event with the number of rows that were given out.</summary>
public sealed class ReadAuditTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("{ patients { nodes { lastName } } }", "READ COMPLETE patients Patient: 2 rows, 0 groups, json")]
    [InlineData("{ patients(first: 1) { nodes { lastName } edges { node { lastName } } pageInfo { hasNextPage } } }", "READ COMPLETE patients Patient: 1 rows, 0 groups, json")]
    [InlineData("{ patients { edges { cursor } } }", "READ COMPLETE patients Patient: 2 rows, 0 groups, json")]
    [InlineData("{ patients { totalCount } }", "READ COMPLETE patients Patient: 0 rows, 0 groups, counted, json")]
    [InlineData("{ patients { groups(by: [{ field: STATE }]) { key { state } count } } }", "READ COMPLETE patients Patient: 0 rows, 2 groups, json")]
    [InlineData("""{ patients(where: { lastName: { eq: "Nobody" } }) { nodes { lastName } } }""", "READ COMPLETE patients Patient: 0 rows, 0 groups, json")]
    [InlineData(
        "{ patients { nodes { lastName teams { sources team { name } patient { firstName } } } } }",
        "READ COMPLETE patients Patient: 5 rows, 0 groups, json",
        "READ COMPLETE patients PatientTeam: 3 rows, 0 groups, json")]
    [InlineData(
        "{ patients(first: 1) { nodes { teamsCount } } }",
        "READ COMPLETE patients Patient: 1 rows, 0 groups, json",
        "READ COMPLETE patients PatientTeam: 0 rows, 0 groups, counted, json")]
    [InlineData("""{ node(id: "UGF0aWVudDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE=") { id } }""", "READ COMPLETE node Patient: 1 rows, 0 groups, json")]
    [InlineData(
        """{ nodes(ids: ["UGF0aWVudDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE=", "UGF0aWVudDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDk="]) { id } }""",
        "READ COMPLETE nodes Patient: 1 rows, 0 groups, json")]
    [InlineData(
        """{ explainMembership(patientId: "00000000-0000-0000-0000-000000000001", teamId: 1) { sources } }""",
        "READ COMPLETE explainMembership PatientTeam: 1 rows, 0 groups, json")]
    [InlineData("{ therapists { nodes { id } } teams { totalCount } destinations { groups { count } } runs { totalCount } }")]
    [InlineData("{ patients { nodes { nothing } } }")]
    public async Task What_is_given_out_is_recorded(string query, params string[] expected)
    {
        await using var api = await AuditServer.StartAsync(postgres);

        await api.QueryAsync(query);

        Assert.Equal(expected, await AuditServer.EventsAsync(api));
    }

    [Theory]
    [InlineData("csv", "READ COMPLETE patientTeams Patient: 3 rows, 0 groups, csv", "READ COMPLETE patientTeams PatientTeam: 3 rows, 0 groups, csv")]
    [InlineData("ndjson", "READ COMPLETE patientTeams Patient: 3 rows, 0 groups, ndjson", "READ COMPLETE patientTeams PatientTeam: 3 rows, 0 groups, ndjson")]
    public async Task Rows_of_tables_are_recorded(string format, params string[] expected)
    {
        await using var api = await AuditServer.StartAsync(postgres);

        var response = await api.SendAsync(
            new(HttpMethod.Get, $"/graphql?format={format}&query={Uri.EscapeDataString("{ patientTeams { nodes { teamId patient { firstName lastName } } } }")}"), api.AnalystKey);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(expected, await AuditServer.EventsAsync(api));
    }

    [Fact]
    public async Task A_list_in_a_cell_and_groups_as_a_table_are_recorded()
    {
        await using var api = await AuditServer.StartAsync(postgres);

        await TableAsync(api, "{ patients { nodes { lastName teams { teamId } } } }");
        await TableAsync(api, "{ patients { groups(by: [{ field: STATE }]) { count } } }");

        Assert.Equal(
            [
                "READ COMPLETE patients Patient: 2 rows, 0 groups, csv",
                "READ COMPLETE patients PatientTeam: 3 rows, 0 groups, csv",
                "READ COMPLETE patients Patient: 0 rows, 2 groups, csv",
            ],
            await AuditServer.EventsAsync(api));
    }

    [Fact]
    public async Task An_event_says_who_what_when_and_from_where()
    {
        const string Query = "query Everyone($first: Int) { patients(first: $first) { nodes { lastName } teams: totalCount } }";
        await using var api = await AuditServer.StartAsync(postgres);
        var before = TimeProvider.System.GetUtcNow();

        await api.QueryAsync(Query, new { first = 1 });

        await AuditServer.HoldsAsync(api, "operation_name = 'Everyone'");
        var row = Assert.Single(await api.Database.RowsAsync("""
            SELECT event.at, event.principal_id = key.id, event.principal_name, event.principal_role, event.subject, event.document_hash,
                event.relation, event.patient_rows, event.is_counted, event.remote_address, length(event.trace_id), event.run_id
            FROM access.audit_event AS event
            JOIN access.api_key AS key ON key.role = 'analyst'
            """));
        Assert.InRange((DateTime)row[0]!, before.UtcDateTime.AddSeconds(-1), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
        Assert.Equal(
            [true, "test analyst", "analyst", null, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Query))), "Patient", 1L, true, "127.0.0.1", 32, null],
            row[1..]);
    }

    [Fact]
    public async Task Each_operation_of_a_batch_a_socket_and_a_stream_is_recorded()
    {
        await using var api = await AuditServer.StartAsync(postgres, ("HealthGraph:GraphQL:MaxBatchSize", "2"));

        await api.SendAsync(ApiServer.Post("""[{"query":"{ patients(first: 1) { nodes { lastName } } }"},{"query":"{ patientTeams { nodes { teamId } } }"}]"""), api.AnalystKey);
        using (var socket = await SocketClient.ConnectAsync(api))
        {
            await socket.SubscribeAsync("1", "{ patients { nodes { lastName } } }");
            Assert.Equal("next", (await socket.ReceiveAsync()).GetProperty("type").GetString());
            Assert.Equal("complete", (await socket.ReceiveAsync()).GetProperty("type").GetString());
            await socket.CloseAsync();
        }

        var streamed = ApiServer.Post("""{"query":"{ patients { ... @defer { totalCount } nodes @stream(initialCount: 1) { lastName } } }"}""");
        streamed.Headers.TryAddWithoutValidation("Accept", "multipart/mixed");
        await api.SendAsync(streamed, api.AnalystKey);
        var events = ApiServer.Post("""{"query":"{ patients { nodes { lastName } } }"}""");
        events.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        await api.SendAsync(events, api.AnalystKey);

        Assert.Equal(
            [
                "READ COMPLETE patientTeams PatientTeam: 3 rows, 0 groups, json",
                "READ COMPLETE patients Patient: 0 rows, 0 groups, counted, multipart",
                "READ COMPLETE patients Patient: 1 rows, 0 groups, json",
                "READ COMPLETE patients Patient: 2 rows, 0 groups, multipart",
                "READ COMPLETE patients Patient: 2 rows, 0 groups, sse",
                "READ COMPLETE patients Patient: 2 rows, 0 groups, websocket",
            ],
            (await AuditServer.EventsAsync(api)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_a_client_that_leaves_the_rows_until_then_are_recorded()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        await using (var client = await TableAsync(api))
        {
            await client.ReadToAsync("\r\n100,");
        }

        await AuditServer.HoldsAsync(api, "outcome = 'CANCELLED' AND relation = 'SlowRow' AND format = 'csv' AND patient_rows BETWEEN 100 AND 499");
    }

    [Fact]
    public async Task Of_a_statement_that_fails_the_rows_until_then_are_recorded()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await TableAsync(api);
        await client.ReadToAsync("\r\n100,");

        await SlowRows.KillAsync(api);

        await AuditServer.HoldsAsync(api, "outcome = 'FAILED' AND relation = 'SlowRow' AND format = 'csv' AND patient_rows BETWEEN 100 AND 499");
    }

    [Fact]
    public async Task Who_asks_for_what_it_may_not_is_recorded()
    {
        await using var api = await AuditServer.StartAsync(postgres);
        var key = await api.CreateKeyAsync(Role.Operator);

        Assert.Equal("AUTH_NOT_AUTHORIZED", (await api.QueryAsync("{ patients { totalCount } }", key: key)).Code);
        Assert.Equal(
            "AUTH_NOT_AUTHORIZED",
            (await api.QueryAsync("""{ node(id: "UGF0aWVudDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE=") { id } }""", key: key)).Code);
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await api.QueryAsync("mutation { exportVisitPlans(input: {}) { run { id } } }", key: api.TeamKey)).Code);

        Assert.Equal(
            [
                "READ REFUSED patients: 0 rows, 0 groups, json",
                "READ REFUSED node Patient: 0 rows, 0 groups, json",
                "CHANGE REFUSED exportVisitPlans: 0 rows, 0 groups, json",
            ],
            await AuditServer.EventsAsync(api));
    }

    [Fact]
    public async Task Neither_the_audit_nor_the_log_tells_of_a_patient()
    {
        await using var api = await AuditServer.StartAsync(postgres);

        await api.QueryAsync("""query($name: String!) { patients(where: { firstName: { eq: $name } }) { nodes { patientId lastName } } }""", new { name = "Adalbertine" });
        await AuditServer.EventsAsync(api);

        var audit = await api.Database.ScalarAsync<string>("SELECT string_agg(event::text, ' ') FROM access.audit_event AS event");
        Assert.DoesNotContain("Adalbertine", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("Adalbertine", StringComparison.Ordinal) || line.Contains(AuditServer.Ada, StringComparison.Ordinal));
    }

    private static Task<ApiResponse> TableAsync(ApiServer api, string query) =>
        api.SendAsync(new(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString(query)}"), api.AnalystKey);

    private static async Task<RawConnection> TableAsync(ApiServer api)
    {
        var connection = await RawConnection.OpenAsync(api);
        await connection.SendAsync(
            $"GET /graphql?format=csv&query=%7BslowRows%7Bnodes%7Bnumber%20text%7D%7D%7D HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {api.AnalystKey}\r\n\r\n");
        return connection;
    }
}
