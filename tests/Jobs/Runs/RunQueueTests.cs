using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.Runs;

public sealed class RunQueueTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_requested_run_is_done_and_says_what_came_of_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        var handler = new ScriptedHandler((context, _) =>
        {
            context.Report(new RunProgress("working", Rows: 7));
            context.Outputs = JsonElement.Parse("""{"answer":42}""");
            return Task.CompletedTask;
        });
        await using var node = await JobsHost.StartAsync(database, configure: s => s.AddSingleton<IRunHandler>(handler));

        var result = await node.Queue.EnqueueAsync(Request(), Token);

        var run = await Finished(node.Queue, Assert.IsType<EnqueueResult.Enqueued>(result).Run.Id);
        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal(1, run.Attempt);
        Assert.Equal(42, run.Outputs!.Value.GetProperty("answer").GetInt32());
        Assert.Equal(new RunProgress("done", Rows: 7, Percent: 100), run.Progress);
    }

    [Fact]
    public async Task A_node_that_only_queues_leaves_the_work_to_one_that_executes()
    {
        await using var database = await server.CreateDatabaseAsync();
        var handler = new ScriptedHandler((_, _) => Task.CompletedTask);
        await using var api = await JobsHost.StartAsync(database, JobsRole.Queue);
        var run = (await api.Queue.EnqueueAsync(Request(), Token)).Run;
        Assert.Equal(RunState.Queued, (await api.Queue.FindAsync(run.Id, Token))!.State);

        await using var worker = await JobsHost.StartAsync(database, configure: s => s.AddSingleton<IRunHandler>(handler));

        Assert.Equal(RunState.Succeeded, (await Finished(api.Queue, run.Id)).State);
        Assert.Equal(1, handler.Calls);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_run_and_refuses_another_request()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var node = await JobsHost.StartAsync(database, JobsRole.Queue);
        var first = await node.Queue.EnqueueAsync(Request() with { IdempotencyKey = "k" }, Token);

        var again = await node.Queue.EnqueueAsync(Request() with { IdempotencyKey = "k" }, Token);
        var other = await node.Queue.EnqueueAsync(
            Request() with { IdempotencyKey = "k", Arguments = JsonElement.Parse("""{"other":1}""") }, Token);

        Assert.Equal(first.Run.Id, Assert.IsType<EnqueueResult.AlreadyRequested>(again).Run.Id);
        Assert.IsType<EnqueueResult.IdempotencyKeyReused>(other);
    }

    [Fact]
    public async Task Of_requests_for_the_same_thing_at_once_one_becomes_a_run()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var node = await JobsHost.StartAsync(database, JobsRole.Queue);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => node.Queue.EnqueueAsync(Request() with { ActiveKey = "same" }, Token)));

        var run = Assert.Single(results.OfType<EnqueueResult.Enqueued>()).Run;
        Assert.Equal(7, results.OfType<EnqueueResult.AlreadyActive>().Count(active => active.Run.Id == run.Id));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM quartz.qrtz_triggers"));
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled_at_once_and_never_begins()
    {
        await using var database = await server.CreateDatabaseAsync();
        var handler = new ScriptedHandler((_, _) => Task.CompletedTask);
        await using var api = await JobsHost.StartAsync(database, JobsRole.Queue);
        var run = (await api.Queue.EnqueueAsync(Request(), Token)).Run;

        Assert.IsType<CancelResult.Cancelled>(await api.Queue.CancelAsync(run.Id, "ann", Token));

        await using var worker = await JobsHost.StartAsync(database, configure: s => s.AddSingleton<IRunHandler>(handler));
        var second = (await api.Queue.EnqueueAsync(Request(), Token)).Run;
        await Finished(api.Queue, second.Id);
        Assert.Equal(1, handler.Calls);
        Assert.IsType<CancelResult.AlreadyFinished>(await api.Queue.CancelAsync(run.Id, "ann", Token));
        Assert.IsType<CancelResult.NotFound>(await api.Queue.CancelAsync(Guid.NewGuid(), "ann", Token));
    }

    [Fact]
    public async Task A_running_run_on_another_node_stops_within_a_second_or_so()
    {
        await using var database = await server.CreateDatabaseAsync();
        var began = new TaskCompletionSource();
        var handler = new ScriptedHandler((_, token) =>
        {
            began.SetResult();
            return Task.Delay(Timeout.Infinite, token);
        });
        await using var api = await JobsHost.StartAsync(database, JobsRole.Queue);
        await using var worker = await JobsHost.StartAsync(database, configure: s => s.AddSingleton<IRunHandler>(handler));
        var run = (await api.Queue.EnqueueAsync(Request(), Token)).Run;
        await began.Task.WaitAsync(Token);
        var asked = System.Diagnostics.Stopwatch.StartNew();

        Assert.IsType<CancelResult.CancelRequested>(await api.Queue.CancelAsync(run.Id, "ann", Token));

        Assert.Equal(RunState.Cancelled, (await Finished(api.Queue, run.Id)).State);
        Assert.True(asked.Elapsed < TimeSpan.FromSeconds(4), $"It took {asked.Elapsed}.");
        Assert.Equal(1, handler.CleanUps);
    }

    [Fact]
    public async Task Only_a_run_that_failed_or_was_cancelled_is_retried_as_a_new_run()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var node = await JobsHost.StartAsync(database, JobsRole.Queue);
        var run = (await node.Queue.EnqueueAsync(Request() with { ActiveKey = "x" }, Token)).Run;
        Assert.IsType<RetryResult.NotRetryable>(await node.Queue.RetryAsync(run.Id, "ann", null, Token));
        await node.Queue.CancelAsync(run.Id, "ann", Token);

        var retried = Assert.IsType<RetryResult.Retried>(await node.Queue.RetryAsync(run.Id, "bob", null, Token)).Run;

        Assert.Equal(run.Id, retried.RetryOf);
        Assert.Equal("bob", retried.RequestedBy);
        Assert.True(JsonElement.DeepEquals(run.Arguments, retried.Arguments));
        Assert.IsType<RetryResult.AlreadyActive>(await node.Queue.RetryAsync(run.Id, "ann", null, Token));
        Assert.IsType<RetryResult.NotFound>(await node.Queue.RetryAsync(Guid.NewGuid(), "ann", null, Token));
    }

    internal static RunRequest Request() =>
        new() { Kind = "test", Arguments = JsonElement.Parse("""{"a":1}"""), RequestedBy = "ann" };

    internal static Task<Run> Finished(RunQueue queue, Guid id) => Until(queue, id, run => run.State.IsFinished());

    internal static async Task<Run> Until(RunQueue queue, Guid id, Func<Run, bool> reached)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var run = await queue.FindAsync(id, deadline.Token);
            if (run is not null && reached(run))
            {
                return run;
            }

            await Task.Delay(20, deadline.Token);
        }
    }
}
