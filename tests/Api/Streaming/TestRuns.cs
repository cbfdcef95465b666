using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Streaming;

/// <summary>Runs that no node executes: tests move them on by hand, as another node would.</summary>
internal static class TestRuns
{
    public static async Task<Guid> AddRunAsync(this TestDatabase database, string kind = "test")
    {
        var id = Guid.CreateVersion7();
        await database.ExecuteAsync("INSERT INTO jobs.run (id, kind, requested_by) VALUES ($1, $2, 'test')", id, kind);
        return id;
    }

    public static Task ProgressAsync(this TestDatabase database, Guid run, long rows) => database.ExecuteAsync(
        """
        UPDATE jobs.run
        SET state = 'RUNNING', lease_until = now() + interval '1 hour', progress_rows = $2
        WHERE id = $1
        """,
        run,
        rows);

    public static Task SucceedAsync(this TestDatabase database, Guid run) => database.ExecuteAsync(
        "UPDATE jobs.run SET state = 'SUCCEEDED', lease_until = NULL, finished_at = now() WHERE id = $1", run);
}
