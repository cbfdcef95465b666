using HealthGraph.Domain.Runs;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.VisitPlans;

public sealed class NightlyScheduleTests(PostgresServer server)
{
    private const string Triggers = "SELECT cron_expression FROM quartz.qrtz_cron_triggers";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_night_missed_while_every_node_was_down_is_made_up_for_once()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await using (await JobsHost.StartAsync(database, lake: lake.Directory))
        {
            Assert.Equal([["0 15 2 * * ?"]], await database.RowsAsync(Triggers));
        }

        // A night long ago; Quartz keeps ticks.
        await database.ExecuteAsync(
            "UPDATE quartz.qrtz_triggers SET next_fire_time = $1 WHERE trigger_type = 'CRON'", DateTime.UnixEpoch.AddDays(20_000).Ticks);
        await using var node = await JobsHost.StartAsync(database, lake: lake.Directory);

        var runs = await RunsAsync(database);
        Assert.Equal(RunState.Succeeded, (await Runs.RunQueueTests.Finished(node.Queue, Assert.Single(runs))).State);
        await node.StopAsync();
        Assert.Single(await RunsAsync(database));
        Assert.Equal("schedule", await database.ScalarAsync<string>("SELECT requested_by FROM jobs.run"));
    }

    [Fact]
    public async Task A_changed_schedule_replaces_the_stored_one_and_none_removes_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using (await JobsHost.StartAsync(database))
        {
        }

        await using (await JobsHost.StartAsync(database, settings: ("VisitPlanExport:Cron", "0 30 3 * * ?")))
        {
            Assert.Equal([["0 30 3 * * ?"]], await database.RowsAsync(Triggers));
        }

        await using (await JobsHost.StartAsync(database, settings: ("VisitPlanExport:Nightly", "false")))
        {
            Assert.Empty(await database.RowsAsync(Triggers));
        }
    }

    [Fact]
    public async Task A_schedule_that_nobody_understands_stops_the_start_and_names_its_key()
    {
        await using var database = await server.CreateDatabaseAsync();

        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => JobsHost.StartAsync(database, settings: ("VisitPlanExport:Cron", "every night")));

        Assert.Contains("HealthGraph:VisitPlanExport:Cron is 'every night'", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<List<Guid>> RunsAsync(TestDatabase database)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var rows = await database.RowsAsync("SELECT id FROM jobs.run");
            if (rows.Count > 0)
            {
                return [.. rows.Select(row => (Guid)row[0]!)];
            }

            await Task.Delay(50, deadline.Token);
        }
    }
}
