using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.PatientTeams;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.PatientTeams;

public sealed class PatientTeamUpdateTests(PostgresServer server)
{
    private const string Memberships = "SELECT count(*) FROM immunisation.patient_team";

    private const string ThreePatientsAtSchool =
        """
        INSERT INTO marketplace.patient (id, first_name, last_name)
        SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'Invented', 'Patient' FROM generate_series(1, 3) AS n;
        INSERT INTO immunisation.team (id, name) VALUES (1, 'North'), (2, 'South');
        INSERT INTO immunisation.location (id, name, kind) VALUES (1, 'Hill School', 'school');
        INSERT INTO immunisation.team_location (team_id, location_id, academic_year) VALUES (1, 1, 2026), (2, 1, 2026);
        INSERT INTO immunisation.patient_location SELECT id, 1, 2026 FROM marketplace.patient;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_followed_by_itself()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var node = await JobsHost.StartAsync(database);

        await database.ExecuteAsync(ThreePatientsAtSchool);
        await UntilAsync(database, 6);
        await database.ExecuteAsync("DELETE FROM immunisation.team_location WHERE team_id = 2");
        await UntilAsync(database, 3);
    }

    [Fact]
    public async Task Of_two_nodes_both_follow_and_neither_is_in_the_others_way()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var one = await JobsHost.StartAsync(database);
        await using (await JobsHost.StartAsync(database))
        {
            await database.ExecuteAsync(ThreePatientsAtSchool);
            await UntilAsync(database, 6);
        }

        await database.ExecuteAsync("DELETE FROM immunisation.patient_location");
        await UntilAsync(database, 0);
    }

    [Fact]
    public async Task A_run_brings_its_scope_up_to_date_and_counts()
    {
        await using var database = await server.CreateDatabaseAsync();
        // Nobody else updates: this node only asks, and the run is done here.
        await using var node = await JobsHost.StartAsync(database, JobsRole.Foreground);
        await database.ExecuteAsync(ThreePatientsAtSchool);
        var updates = node.Services.GetService(typeof(PatientTeamUpdates)) as PatientTeamUpdates;

        var patient = await updates!.UpdateAsync(
            new PatientTeamUpdateArguments { PatientIds = [new Guid("00000000-0000-0000-0000-000000000002")] }, "test", null, Token);
        var nobody = await updates.UpdateAsync(new PatientTeamUpdateArguments { TeamIds = [] }, "test", null, Token);
        var all = await updates.UpdateAsync(new PatientTeamUpdateArguments(), "test", null, Token);
        await database.ExecuteAsync("DELETE FROM immunisation.patient_team WHERE team_id = 1");
        var escaped = await updates.UpdateAsync(new PatientTeamUpdateArguments(), "test", null, Token);

        Assert.Equal(new PatientTeamUpdateOutputs { Inserted = 2, Changed = 0, Deleted = 0, Unchanged = 0 }, patient);
        Assert.Equal(new PatientTeamUpdateOutputs { Inserted = 0, Changed = 0, Deleted = 0, Unchanged = 0 }, nobody);
        Assert.Equal(new PatientTeamUpdateOutputs { Inserted = 4, Changed = 0, Deleted = 0, Unchanged = 2 }, all);
        Assert.Equal(new PatientTeamUpdateOutputs { Inserted = 3, Changed = 0, Deleted = 0, Unchanged = 3, Unmarked = 3 }, escaped);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_run_whatever_the_order_of_the_ids()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var node = await JobsHost.StartAsync(database, JobsRole.Queue);

        var first = await node.Queue.EnqueueAsync(PatientTeamUpdateRun.Request(new PatientTeamUpdateArguments { TeamIds = [2, 1] }, "test", "k"), Token);
        var again = await node.Queue.EnqueueAsync(PatientTeamUpdateRun.Request(new PatientTeamUpdateArguments { TeamIds = [1, 2, 2] }, "test", "k"), Token);
        var other = await node.Queue.EnqueueAsync(PatientTeamUpdateRun.Request(new PatientTeamUpdateArguments { TeamIds = [] }, "test", "k"), Token);

        Assert.Equal(first.Run.Id, Assert.IsType<EnqueueResult.AlreadyRequested>(again).Run.Id);
        Assert.IsType<EnqueueResult.IdempotencyKeyReused>(other);
    }

    [Fact]
    public async Task The_nightly_update_is_scheduled_and_can_be_switched_off()
    {
        await using var database = await server.CreateDatabaseAsync();
        const string Trigger = "SELECT cron_expression FROM quartz.qrtz_cron_triggers WHERE trigger_name = 'nightly-patient-team-update'";
        await using (await JobsHost.StartAsync(database, settings: ("PatientTeams:Nightly", "true")))
        {
            Assert.Equal([["0 45 3 * * ?"]], await database.RowsAsync(Trigger));
        }

        await database.ExecuteAsync(
            "UPDATE quartz.qrtz_triggers SET next_fire_time = $1 WHERE trigger_name = 'nightly-patient-team-update'", DateTime.UnixEpoch.AddDays(20_000).Ticks);
        await using (var node = await JobsHost.StartAsync(database, settings: ("PatientTeams:Nightly", "true")))
        {
            var id = Guid.Empty;
            while (id == Guid.Empty)
            {
                id = (await database.RowsAsync("SELECT id FROM jobs.run WHERE kind = 'patient-team-update'")).Select(row => (Guid)row[0]!).FirstOrDefault();
                await Task.Yield();
            }

            Assert.Equal(RunState.Succeeded, (await Runs.RunQueueTests.Finished(node.Queue, id)).State);
        }

        await using (await JobsHost.StartAsync(database, settings: ("PatientTeams:Nightly", "false")))
        {
            Assert.Empty(await database.RowsAsync(Trigger));
        }
    }

    [Fact]
    public void Too_many_ids_are_refused_by_name()
    {
        var arguments = new PatientTeamUpdateArguments { TeamIds = [.. Enumerable.Range(0, PatientTeamUpdateArguments.MaxIds + 1).Select(id => (long)id)] };

        var problem = Assert.Single(arguments.Problems());

        Assert.Equal("teamIds", problem.Field);
        Assert.Contains("50001", problem.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(TestDatabase database, long memberships)
    {
        while (await database.ScalarAsync<long>(Memberships) != memberships)
        {
            await Task.Yield();
        }
    }
}
