using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using static HealthGraph.Jobs.Tests.Runs.RunQueueTests;

namespace HealthGraph.Jobs.Tests.Runs;

public sealed class RunRecoveryTests(PostgresServer server)
{
    private static readonly (string, string)[] Quick =
    [
        ("Jobs:Lease", "00:00:02"), ("Jobs:Heartbeat", "00:00:00.2"), ("Jobs:SweepInterval", "00:00:00.2"), ("Jobs:Backoff", "00:00:00.05"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_whose_node_is_frozen_past_its_lease_is_published_once_by_another()
    {
        await using var database = await server.CreateDatabaseAsync();
        var published = new List<int>();
        var began = new TaskCompletionSource();
        var thaw = new TaskCompletionSource();
        var frozen = new ScriptedHandler(async (context, _) =>
        {
            // As under SIGSTOP: no heartbeat gets through, and no cancellation is seen.
            if (began.TrySetResult())
            {
                await thaw.Task;
            }

            await PublishAsync(context, published, CancellationToken.None);
        });
        var healthy = new ScriptedHandler((context, token) => PublishAsync(context, published, token));
        await using var first = await NodeAsync(database, frozen, ("Jobs:Heartbeat", "00:05:00"), ("Jobs:Lease", "00:00:01"));
        var run = (await first.Queue.EnqueueAsync(Request(), Token)).Run;
        await began.Task.WaitAsync(Token);
        await using var second = await NodeAsync(database, healthy);

        var ended = await Finished(second.Queue, run.Id);
        thaw.SetResult();
        await first.StopAsync();

        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.Equal([2], published);
        Assert.Equal(ended, await second.Queue.FindAsync(run.Id, Token), SameEnd);
    }

    [Fact]
    public async Task Nobody_takes_a_run_while_its_owner_publishes_however_long_that_takes()
    {
        await using var database = await server.CreateDatabaseAsync();
        var publishing = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var handler = new ScriptedHandler((context, token) => context.PublishAsync(
            async (_, _) =>
            {
                publishing.SetResult();
                await goOn.Task;
            },
            token));
        var other = new ScriptedHandler((_, _) => Task.CompletedTask);
        await using var first = await NodeAsync(database, handler, ("Jobs:Lease", "00:00:03"));
        var run = (await first.Queue.EnqueueAsync(Request(), Token)).Run;
        await publishing.Task.WaitAsync(Token);
        await using var second = await NodeAsync(database, other);

        while (!await database.ScalarAsync<bool>("SELECT lease_until < clock_timestamp() FROM jobs.run"))
        {
            await Task.Delay(50, Token);
        }

        await second.Services.GetRequiredService<RunSweeper>().SweepAsync(Token);
        Assert.Null(await second.Services.GetRequiredService<RunExecutor>().ExecuteAsync(run.Id, null, Token));
        goOn.SetResult();

        Assert.Equal((RunState.Succeeded, 1), (await Finished(first.Queue, run.Id)) is var end ? (end.State, end.Attempt) : default);
        Assert.Equal(0, other.Calls);
    }

    [Fact]
    public async Task A_node_that_finds_its_lease_lost_stops()
    {
        await using var database = await server.CreateDatabaseAsync();
        var began = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var handler = new ScriptedHandler(async (_, token) =>
        {
            began.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped.TrySetResult();
            }
        });
        await using var node = await NodeAsync(database, handler);
        await node.Queue.EnqueueAsync(Request(), Token);
        await began.Task.WaitAsync(Token);

        await database.ExecuteAsync("UPDATE jobs.run SET attempt = attempt + 1");

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task A_node_that_is_stopped_hands_its_run_over_without_a_failed_attempt()
    {
        await using var database = await server.CreateDatabaseAsync();
        var began = new TaskCompletionSource();
        var unfinished = new ScriptedHandler((_, token) =>
        {
            began.SetResult();
            return Task.Delay(Timeout.Infinite, token);
        });
        var first = await NodeAsync(database, unfinished);
        var run = (await first.Queue.EnqueueAsync(Request(), Token)).Run;
        await began.Task.WaitAsync(Token);

        await first.DisposeAsync();

        await using var second = await NodeAsync(database, new ScriptedHandler((_, _) => Task.CompletedTask));
        var ended = await Finished(second.Queue, run.Id);
        Assert.Equal((RunState.Succeeded, 2, 1, 1), (ended.State, ended.Attempt, ended.Handovers, ended.CountedAttempts));
        Assert.Equal(0, unfinished.CleanUps);
    }

    [Fact]
    public async Task A_restarted_node_of_the_same_name_takes_its_own_run_up_at_once()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var queue = await JobsHost.StartAsync(database, JobsRole.Queue);
        var run = (await queue.Queue.EnqueueAsync(Request(), Token)).Run;
        await database.ExecuteAsync(
            """
            UPDATE jobs.run
            SET state = 'RUNNING', attempt = 1, lease_owner = 'embedded/killed', lease_until = now() + interval '1 hour', started_at = now();
            DELETE FROM quartz.qrtz_simple_triggers;
            DELETE FROM quartz.qrtz_triggers;
            """);

        await using var node = await NodeAsync(
            database, new ScriptedHandler((_, _) => Task.CompletedTask), ("Jobs:InstanceId", "embedded"), ("Jobs:Lease", "01:00:00"));

        var ended = await Finished(node.Queue, run.Id);
        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Attempt));
    }

    [Fact]
    public async Task A_run_whose_trigger_is_gone_is_woken_all_the_same()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var queue = await JobsHost.StartAsync(database, JobsRole.Queue);
        var run = (await queue.Queue.EnqueueAsync(Request(), Token)).Run;
        await database.ExecuteAsync("DELETE FROM quartz.qrtz_simple_triggers; DELETE FROM quartz.qrtz_triggers");

        await using var node = await NodeAsync(database, new ScriptedHandler((_, _) => Task.CompletedTask));

        Assert.Equal(RunState.Succeeded, (await Finished(node.Queue, run.Id)).State);
    }

    [Fact]
    public async Task A_run_that_keeps_failing_is_tried_five_times_and_then_fails_for_good()
    {
        await using var database = await server.CreateDatabaseAsync();
        var handler = new ScriptedHandler((_, _) => throw new RunFailedException("BUSY", "Come back later.", isTransient: true));
        await using var node = await NodeAsync(database, handler);

        var run = (await node.Queue.EnqueueAsync(Request(), Token)).Run;

        var ended = await Finished(node.Queue, run.Id);
        Assert.Equal((RunState.Failed, 5, "BUSY", "Come back later."), (ended.State, ended.Attempt, ended.ErrorCode, ended.ErrorMessage));
        Assert.Equal((5, 1), (handler.Calls, handler.CleanUps));
    }

    [Fact]
    public async Task A_failure_that_is_understood_and_final_is_not_tried_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        var handler = new ScriptedHandler((_, _) => throw new RunFailedException("WRONG", "That cannot work."));
        await using var node = await NodeAsync(database, handler);

        var run = (await node.Queue.EnqueueAsync(Request(), Token)).Run;

        var ended = await Finished(node.Queue, run.Id);
        Assert.Equal((RunState.Failed, 1, "WRONG"), (ended.State, ended.Attempt, ended.ErrorCode));
    }

    [Fact]
    public async Task A_run_that_kills_every_node_is_given_up()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var queue = await JobsHost.StartAsync(database, JobsRole.Queue);
        var run = (await queue.Queue.EnqueueAsync(Request(), Token)).Run;
        await database.ExecuteAsync(
            "UPDATE jobs.run SET state = 'RUNNING', attempt = 5, lease_owner = 'x/y', lease_until = now() - interval '1 second', started_at = now()");

        await using var node = await NodeAsync(database, new ScriptedHandler((_, _) => Task.CompletedTask));

        var ended = await Finished(node.Queue, run.Id);
        Assert.Equal((RunState.Failed, "ATTEMPTS_EXHAUSTED"), (ended.State, ended.ErrorCode));
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        var calls = 0;
        var handler = new ScriptedHandler(async (_, token) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await using var command = database.DataSource.CreateCommand("SELECT pg_terminate_backend(pg_backend_pid())");
                await command.ExecuteNonQueryAsync(token);
            }
        });
        await using var node = await NodeAsync(database, handler);

        var run = (await node.Queue.EnqueueAsync(Request(), Token)).Run;

        var ended = await Finished(node.Queue, run.Id);
        Assert.Equal((RunState.Succeeded, 2), (ended.State, ended.Attempt));
    }

    [Fact]
    public void The_wait_between_attempts_grows_fourfold_up_to_a_limit()
    {
        var options = new RunOptions();

        Assert.Equal([5.0, 20, 80, 320, 600], Enumerable.Range(1, 5).Select(failed => options.BackoffAfter(failed).TotalSeconds));
    }

    [Fact]
    public async Task Everyone_who_listens_hears_of_a_run_and_of_what_becomes_of_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        var heard = new List<string>();
        connection.Notification += (_, notification) => heard.Add(notification.Payload);
        await using (var listen = new Npgsql.NpgsqlCommand("LISTEN jobs_run", connection))
        {
            await listen.ExecuteNonQueryAsync(Token);
        }

        await using var node = await NodeAsync(database, new ScriptedHandler((_, _) => Task.CompletedTask));
        var run = (await node.Queue.EnqueueAsync(Request(), Token)).Run;
        await Finished(node.Queue, run.Id);

        while (heard.Count < 3)
        {
            await connection.WaitAsync(Token);
        }

        Assert.All(heard, payload => Assert.Equal(run.Id.ToString(), payload));
    }

    private static bool SameEnd(Run? a, Run? b) => (a?.State, a?.Attempt, a?.FinishedAt) == (b?.State, b?.Attempt, b?.FinishedAt);

    private static Task PublishAsync(RunContext context, List<int> published, CancellationToken token) => context.PublishAsync(
        (_, _) =>
        {
            published.Add(context.Run.Attempt);
            return Task.CompletedTask;
        },
        token);

    private static Task<JobsHost> NodeAsync(TestDatabase database, IRunHandler handler, params (string, string)[] settings) =>
        JobsHost.StartAsync(database, configure: s => s.AddSingleton(handler), settings: [.. Quick, .. settings]);
}
