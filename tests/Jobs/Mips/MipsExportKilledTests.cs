using HealthGraph.Jobs.Tests.Delivery;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>Nodes that are killed (kill -9) at one point of an export after the other: see <see cref="MipsExportScene"/>.</summary>
public sealed class MipsExportKilledTests(PostgresServer server)
{
    [Theory]
    [InlineData("begin")]
    [InlineData("written")]
    [InlineData("published")]
    [InlineData("uploaded")]
    [InlineData("delivered")]
    public async Task A_node_is_killed_and_another_one_goes_on(string step)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        var first = scene.Node("one", $"{step}:2");
        await scene.HaltedAsync("one");

        first.Kill();
        await scene.EndLeaseAsync();
        scene.Node("two");

        Assert.True((await scene.FinishedAsync()).Attempt > 1);
        await scene.HoldsAsync();
    }

    [Theory]
    [InlineData("uploaded")]
    [InlineData("delivered")]
    public async Task A_node_is_killed_while_it_delivers_by_SFTP_and_another_one_goes_on(string step)
    {
        await using var receiver = await SshServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database, receiver);
        var first = scene.Node("one", $"{step}:2");
        await scene.HaltedAsync("one");

        first.Kill();
        await scene.EndLeaseAsync();
        scene.Node("two");

        Assert.True((await scene.FinishedAsync()).Attempt > 1);
        await scene.HoldsAsync();
    }

    [Fact]
    public async Task A_node_is_killed_before_the_rows_are_committed()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        await using (var building = await HeldBuild.BeginAsync(database))
        {
            var first = scene.Node("one");
            await building.WaitsAsync();
            first.Kill();
        }

        await scene.EndLeaseAsync();
        scene.Node("two");

        Assert.True((await scene.FinishedAsync()).Attempt > 1);
        await scene.HoldsAsync();
    }
}
