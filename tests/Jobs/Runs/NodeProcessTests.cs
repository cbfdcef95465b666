using System.Globalization;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using static HealthGraph.Jobs.Tests.Runs.RunQueueTests;

namespace HealthGraph.Jobs.Tests.Runs;

/// <summary>Real processes on one database. A run of twenty steps publishes each of them once, whatever happens to its node.</summary>
public sealed class NodeProcessTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_node_s_run_is_finished_by_another_node()
    {
        await using var test = await StartAsync(TimeSpan.FromSeconds(2));
        using var first = test.Node("one");
        await test.StepsAsync(3);

        first.Kill();
        using var second = test.Node("two");

        var ended = await test.FinishedAsync();
        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Attempt));
        test.EachStepOnce();
    }

    [Fact]
    public async Task A_killed_node_that_starts_again_goes_on_at_once_however_long_its_lease()
    {
        await using var test = await StartAsync(TimeSpan.FromHours(1));
        using var killed = test.Node("embedded");
        await test.StepsAsync(3);

        killed.Kill();
        using var again = test.Node("embedded");

        var ended = await test.FinishedAsync();
        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Attempt));
        test.EachStepOnce();
    }

    [Fact]
    public async Task A_node_frozen_for_longer_than_its_lease_publishes_nothing_twice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no SIGSTOP here.");
        await using var test = await StartAsync(TimeSpan.FromSeconds(2));

        // Between two steps: while it publishes, nobody takes the run from it.
        using var first = test.Node("one", ("HEALTHGRAPH_NODE_HALT", "step:4"));
        await test.HaltedAsync("one");

        first.Freeze();
        using var second = test.Node("two");
        await Until(test.Queue, test.RunId, run => run.Attempt == 2 || run.State.IsFinished());
        test.GoOn("one");
        first.Thaw();

        var ended = await test.FinishedAsync();
        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Attempt));
        Assert.Equal(0, await first.TerminateAsync(Token));
        test.EachStepOnce();
    }

    [Fact]
    public async Task A_node_that_is_asked_to_stop_leaves_soon_and_hands_its_run_over()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no SIGTERM here.");
        await using var test = await StartAsync(TimeSpan.FromHours(1));
        using var first = test.Node("one");
        await test.StepsAsync(3);

        Assert.Equal(0, await first.TerminateAsync(Token));
        using var second = test.Node("two");

        var ended = await test.FinishedAsync();
        Assert.Equal((RunState.Succeeded, 2, 1), (ended.State, ended.Attempt, ended.Handovers));
        test.EachStepOnce();
    }

    private async Task<Scene> StartAsync(TimeSpan lease)
    {
        var database = await server.CreateDatabaseAsync();
        var queue = await JobsHost.StartAsync(database, JobsRole.Queue);
        var request = new RunRequest { Kind = "steps", Arguments = JsonElement.Parse("{}"), RequestedBy = "ann" };
        return new Scene(database, queue, (await queue.Queue.EnqueueAsync(request, Token)).Run.Id, lease);
    }

    private sealed class Scene(TestDatabase database, JobsHost queue, Guid runId, TimeSpan lease) : IAsyncDisposable
    {
        private readonly TemporaryLake _folder = new();

        public Guid RunId => runId;

        public RunQueue Queue => queue.Queue;

        public NodeProcess Node(string name, params (string, string)[] settings) =>
            NodeProcess.Start(database.ConnectionString, _folder.Directory, name, lease, mounts: null, settings);

        public void GoOn(string name) => File.WriteAllText(Path.Combine(_folder.Directory, $"{name}.go"), "");

        public async Task HaltedAsync(string name)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
            deadline.CancelAfter(TimeSpan.FromSeconds(60));
            while (!File.Exists(Path.Combine(_folder.Directory, $"{name}.halted")))
            {
                await Task.Delay(20, deadline.Token);
            }
        }

        public async Task StepsAsync(int count)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
            deadline.CancelAfter(TimeSpan.FromSeconds(60));
            while (await database.ScalarAsync<long>("SELECT count(*) FROM jobs.run_part") < count)
            {
                await Task.Delay(20, deadline.Token);
            }
        }

        public Task<Run> FinishedAsync() => Finished(queue.Queue, runId);

        public void EachStepOnce() => Assert.Equal(
            Enumerable.Range(1, 20),
            File.ReadLines(Path.Combine(_folder.Directory, "published")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));

        public async ValueTask DisposeAsync()
        {
            await queue.DisposeAsync();
            await database.DisposeAsync();
            _folder.Dispose();
        }
    }
}
