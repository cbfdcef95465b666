using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>Nodes that are asked to stop (SIGTERM) at one point of an export after the other: see <see cref="MipsExportScene"/>.</summary>
public sealed class MipsExportStoppedTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("written")]
    [InlineData("uploaded")]
    public async Task A_node_that_is_asked_to_stop_hands_over_at_once(string step)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        var first = scene.Node("one", $"{step}:2");
        await scene.HaltedAsync("one");

        Assert.Equal(0, await first.TerminateAsync(Token));
        scene.Node("two");

        var ended = await scene.FinishedAsync();
        Assert.Equal((2, 1), (ended.Attempt, ended.Handovers));
        await scene.HoldsAsync();
    }

    [Fact]
    public async Task A_node_that_is_asked_to_stop_when_a_file_has_just_got_its_name_writes_that_down_first()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        var first = scene.Node("one", "delivered:1");
        await scene.HaltedAsync("one");

        var leaving = first.TerminateAsync(Token);
        await scene.ToldToStopAsync("one");
        scene.GoOn("one");
        Assert.Equal(0, await leaving);
        Assert.Equal(
            "delivered", await database.ScalarAsync<string>("SELECT detail ->> 'result' FROM jobs.run_part WHERE run_id = $1 AND file_set = 'CA'", scene.RunId));
        scene.Node("two");

        Assert.Equal(2, (await scene.FinishedAsync()).Attempt);
        await scene.HoldsAsync();
    }
}
