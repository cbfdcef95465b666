using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Access.Audit;

/// <summary>Who asked for what by mutation.</summary>
public sealed class ChangeAuditTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_run_that_is_asked_for_and_called_off_is_recorded_with_who_did_it()
    {
        await using var api = await AuditServer.StartAsync(postgres);

        var asked = await api.QueryAsync("mutation Export { exportVisitPlans(input: {}) { run { runId } } }");
        var run = asked.Data.GetProperty("exportVisitPlans").GetProperty("run").GetProperty("runId").GetGuid();
        await api.QueryAsync("mutation Cancel($id: ID!) { cancelRun(input: { id: $id }) { run { state } } }", new { id = run }, api.AdminKey);
        await api.QueryAsync("mutation Again($id: ID!) { cancelRun(input: { id: $id }) { errors { __typename } } }", new { id = run }, api.AdminKey);
        await AuditServer.EventsAsync(api);

        var rows = await api.Database.RowsAsync("""
            SELECT operation_name, kind, outcome, field, principal_name, run_id FROM access.audit_event WHERE kind = 'CHANGE' ORDER BY at, id
            """);
        Assert.Equal(
            [
                ["Export", "CHANGE", "COMPLETE", "exportVisitPlans", "test analyst", run],
                ["Cancel", "CHANGE", "COMPLETE", "cancelRun", "test admin", run],
                ["Again", "CHANGE", "REFUSED", "cancelRun", "test admin", null],
            ],
            rows);
    }
}
