using System.Net;
using HealthGraph.Api.Tests.Endpoint;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Access.Audit;

/// <summary>What cannot be recorded is not read, and what was read is recorded however long that takes.</summary>
public sealed class AuditOutageTests(PostgresServer postgres)
{
    private const string Patients = "{ patients { nodes { lastName } } }";

    [Fact]
    public async Task Patients_are_read_until_there_is_no_more_room_and_again_when_the_audit_is_back()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var wire = new DatabaseProxy(database.ConnectionString);
        await using var api = await AuditServer.StartAsync(
            postgres,
            ("HealthGraph:Database:ConnectionString", database.ConnectionString),
            ("HealthGraph:Audit:ConnectionString", wire.ConnectionString),
            ("HealthGraph:Audit:Capacity", "2"));
        await database.ExecuteAsync(AuditServer.Rows);
        await wire.CutAsync();

        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync(Patients)).Status);
        await AuditIsAsync(api, "degraded");
        Assert.Equal(HttpStatusCode.OK, (await ReadyAsync(api)).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ patientTeams { nodes { teamId } } }")).Status);

        foreach (var request in new[]
        {
            ApiServer.Post("""{"query":"{ patients { nodes { lastName } } }"}"""),
            ApiServer.Post("""{"query":"{ patients { totalCount } }"}"""),
            new(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString(Patients)}"),
            ApiServer.Post("""{"query":"mutation { exportVisitPlans(input: {}) { run { id } } }"}"""),
        })
        {
            var refused = await api.SendAsync(request, api.AnalystKey);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "AUDIT_UNAVAILABLE"), (refused.Status, refused.Code));
            Assert.Equal("1", refused.Header("Retry-After"));
            Assert.DoesNotContain("Invented", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM jobs.run"));
        Assert.Equal("""{"data":{"teams":{"totalCount":2}}}""", (await api.QueryAsync("{ teams { totalCount } }")).Text);
        await AuditIsAsync(api, "unavailable");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ReadyAsync(api)).Status);

        wire.Mend();
        await Eventually.HoldsAsync(async () => (await api.QueryAsync(Patients)).Status == HttpStatusCode.OK, "Patients were not read again.");
        await AuditIsAsync(api, "ok");
        await Eventually.HoldsAsync(
            () => database.ScalarAsync<bool>("SELECT count(*) = 3 AND count(DISTINCT id) = 3 FROM access.audit_event"), "Not every reading was recorded, once.");
        Assert.Contains(api.Log.Lines, line => line.StartsWith("Error The audit cannot be written", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_stops_writes_what_waits()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using (var api = await AuditServer.StartAsync(postgres, ("HealthGraph:Database:ConnectionString", database.ConnectionString)))
        {
            await api.QueryAsync(Patients);
        }

        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event"));
    }

    [Fact]
    public async Task What_a_server_that_stops_cannot_write_is_in_the_log_and_tells_of_no_patient()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var wire = new DatabaseProxy(database.ConnectionString);
        await using var api = await AuditServer.StartAsync(
            postgres,
            ("HealthGraph:Database:ConnectionString", database.ConnectionString),
            ("HealthGraph:Audit:ConnectionString", wire.ConnectionString),
            ("HealthGraph:Audit:ShutdownWait", "00:00:00"));
        await database.ExecuteAsync(AuditServer.Rows);
        await wire.CutAsync();
        await api.QueryAsync("query Read { patients { nodes { lastName } } }");

        await api.StopAsync();

        var line = Assert.Single(api.Log.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Contains("\"patientRows\":2", line, StringComparison.Ordinal);
        Assert.Contains("\"operationName\":\"Read\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Invented", line, StringComparison.Ordinal);
    }

    private static Task<ApiResponse> ReadyAsync(ApiServer api) => api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/health/ready"), key: null);

    private static Task AuditIsAsync(ApiServer api, string status) => Eventually.HoldsAsync(
        async () => (await ReadyAsync(api)).Json.GetProperty("checks").GetProperty("audit").GetProperty("status").GetString() == status,
        $"The audit did not become {status}.");
}
