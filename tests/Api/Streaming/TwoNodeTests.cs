using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Streaming;

public sealed class TwoNodeTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_export_that_one_node_runs_is_watched_on_another()
    {
        await using var worker = new ApiServer(postgres) { Jobs = JobsRole.Execute };
        await worker.InitializeAsync();
        await new Seeder(worker.Database.DataSource).SeedAsync(
            new SeedOptions { Patients = 40 }, progress: null, TestContext.Current.CancellationToken);
        await using var front = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = worker.Database.ConnectionString } };
        await front.InitializeAsync();
        using var client = await SocketClient.ConnectAsync(front);
        await client.SubscribeAsync("all", "subscription { runs(kinds: [\"visit-plan-export\"]) { id state node } }");
        while (front.Services.GetRequiredService<RunChanges>().Listeners == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var asked = await worker.QueryAsync("mutation { exportVisitPlans(input: {}) { run { id } } }");
        var id = asked.Data.GetProperty("exportVisitPlans").GetProperty("run").GetProperty("id").GetString()!;
        await client.SubscribeAsync("one", "subscription Follow($id: ID!) { runUpdated(id: $id) { state outputs } }", new { id });

        var states = new HashSet<string>();
        while (!states.IsSupersetOf(["all SUCCEEDED", "one SUCCEEDED", "one complete"]))
        {
            var message = await client.ReceiveAsync();
            var operation = message.GetProperty("id").GetString();
            var run = message.TryGetProperty("payload", out var payload) ? payload.GetProperty("data").EnumerateObject().Single().Value : default;
            states.Add($"{operation} {(run.ValueKind is JsonValueKind.Object ? run.GetProperty("state") : message.GetProperty("type"))}");
        }

        Assert.Contains("one SUCCEEDED", states);
    }
}
