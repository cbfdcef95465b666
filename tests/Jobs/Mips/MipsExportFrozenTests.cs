using HealthGraph.Jobs.Tests.Delivery;
using HealthGraph.Jobs.Tests.Runs;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>Nodes that are frozen (SIGSTOP) at one point of an export after the other, and go on when another one has taken the run: see <see cref="MipsExportScene"/>.</summary>
public sealed class MipsExportFrozenTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("begin", false)]
    [InlineData("uploaded", false)]
    [InlineData("uploaded", true)]
    public async Task A_node_is_frozen_and_what_it_would_publish_after_another_one_has_is_refused(string step, bool isSftp)
    {
        await using var receiver = isSftp ? await SshServer.StartAsync() : null;
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database, receiver);

        // No heartbeat comes before the fence does.
        var first = scene.Node("one", $"{step}:2", ("HEALTHGRAPH__JOBS__HEARTBEAT", "00:05:00"));
        await scene.HaltedAsync("one");

        first.Freeze();
        await scene.EndLeaseAsync();
        scene.Node("two");
        var ended = await scene.FinishedAsync();
        scene.GoOn("one");
        first.Thaw();

        // It leaves when its job has ended, which is when the fence has refused it.
        Assert.Equal(0, await first.TerminateAsync(Token));
        Assert.True(ended.Attempt > 1);
        await scene.HoldsAsync();
    }

    [Theory]
    [InlineData("published")]
    [InlineData("delivered")]
    public async Task A_node_that_is_frozen_while_it_publishes_keeps_the_run_and_ends_what_it_began(string step)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        var first = scene.Node("one", $"{step}:2");
        await scene.HaltedAsync("one");

        first.Freeze();
        Assert.Null(await scene.TryToTakeAsync());
        scene.Node("two");
        scene.GoOn("one");
        first.Thaw();

        Assert.Equal(1, (await scene.FinishedAsync()).Attempt);
        await scene.HoldsAsync();
    }

    [Fact]
    public async Task A_node_that_is_frozen_with_rows_that_are_not_committed_does_not_stand_in_the_way()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        NodeProcess first;
        await using (var building = await HeldBuild.BeginAsync(database))
        {
            // Its lease is how long its transaction may idle; nobody looks at it before the test says so.
            first = scene.Node(
                "one", ":0", TimeSpan.FromSeconds(2), mounts: null, ("HEALTHGRAPH__JOBS__HEARTBEAT", "00:05:00"), ("HEALTHGRAPH__JOBS__SWEEPINTERVAL", "01:00:00"));
            await building.WaitsAsync();
            first.Freeze();
        }

        await scene.EndLeaseAsync();
        scene.Node("two");
        Assert.True((await scene.FinishedAsync()).Attempt > 1);
        first.Thaw();

        Assert.Equal(0, await first.TerminateAsync(Token));
        await scene.HoldsAsync();
    }
}
