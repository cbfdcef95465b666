using System.Net;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class OutageTests(PostgresServer postgres)
{
    [Fact]
    public async Task While_the_database_is_gone_the_answer_is_503_and_afterwards_all_is_well()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var wire = new DatabaseProxy(database.ConnectionString);
        await using var api = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = wire.ConnectionString } };
        await api.InitializeAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ therapists { nodes { id } } }")).Status);

        await wire.CutAsync();
        var answer = await api.QueryAsync("{ therapists { nodes { id } } }");
        var newcomer = await api.QueryAsync("{ __typename }", key: api.AdminKey);
        var ready = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/health/ready"), key: null);
        var live = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/health/live"), key: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("UNAVAILABLE", answer.Code);
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, newcomer.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal("unavailable", ready.Json.GetProperty("checks").GetProperty("database").GetProperty("status").GetString());
        Assert.DoesNotContain("127.0.0.1", ready.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, live.Status);

        wire.Mend();
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ therapists { nodes { id } } }")).Status);
    }

    [Fact]
    public async Task What_the_database_says_of_an_unexpected_error_stays_on_the_server()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        await api.Database.ExecuteAsync("DROP VIEW api.therapist CASCADE");

        var response = await api.QueryAsync("{ therapists { nodes { id } } }");

        var error = response.Json.GetProperty("errors")[0];
        Assert.Equal("Unexpected Execution Error", error.GetProperty("message").GetString());
        Assert.Equal("therapists", error.GetProperty("path")[0].GetString());
        Assert.DoesNotContain("api.therapist", response.Text, StringComparison.Ordinal);
        var traceId = error.GetProperty("extensions").GetProperty("traceId").GetString()!;
        Assert.Contains(api.Log.Lines, line => line.Contains(traceId, StringComparison.Ordinal) && line.Contains("PostgresException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operation_that_takes_too_long_is_HC0045_and_its_statement_ends()
    {
        await using var api = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:Timeout"] = "00:00:01" } };
        await api.InitializeAsync();
        await api.Database.ExecuteAsync("""
            INSERT INTO matrix.therapist (id, first_name, last_name, clinicient_staff_id) VALUES (gen_random_uuid(), 'Bo', 'Invented', 'T1');
            CREATE OR REPLACE VIEW api.therapist AS
            SELECT id, npi, first_name, last_name, clinicient_staff_id
            FROM matrix.therapist, pg_sleep(60)
            """);

        var response = await api.QueryAsync("{ therapists { nodes { id } } }");

        Assert.Equal("HC0045", response.Code);
        await Eventually.HoldsAsync(
            async () => await api.Database.ScalarAsync<long>("""
                SELECT count(*)
                FROM pg_stat_activity
                WHERE datname = current_database()
                  AND state = 'active'
                  AND query LIKE '%therapist%'
                  AND pid <> pg_backend_pid()
                """) == 0,
            "The statement goes on.");
    }
}
