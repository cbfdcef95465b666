using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Mips;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.Notifications;

public sealed class RunFailureNotifierTests(PostgresServer server)
{
    private const string Delivered = "SELECT count(*) FROM jobs.notification WHERE delivered_at IS NOT NULL";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_fails_is_told_once_and_signed_however_many_nodes_there_are()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var receiver = new WebhookReceiver();
        await using var one = await NodeAsync(database, receiver);
        await using var two = await NodeAsync(database, receiver);

        var run = await FailAsync(database, one);
        var (body, signature) = (await receiver.ToldAsync(1))[0];
        await DeliveredAsync(database);

        var told = JsonElement.Parse(body);
        Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("shared"), Encoding.UTF8.GetBytes(body)))}", signature);
        Assert.Equal("run.failed", told.GetProperty("event").GetString());
        Assert.Equal(run.Id, told.GetProperty("runId").GetGuid());
        Assert.Equal((MipsExportRun.Kind, MipsErrorCodes.StateUnknown), (told.GetProperty("kind").GetString(), told.GetProperty("errorCode").GetString()));
        Assert.Equal("'ZZ' is no state of the United States.", told.GetProperty("errorMessage").GetString());
        Assert.Single(receiver.Told);
    }

    [Fact]
    public async Task A_receiver_that_refuses_is_told_again_under_the_same_id()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var receiver = new WebhookReceiver(500, 302);
        await using var node = await NodeAsync(database, receiver);

        await FailAsync(database, node);
        var told = await receiver.ToldAsync(3);
        await DeliveredAsync(database);

        Assert.Single(told.Select(message => JsonElement.Parse(message.Body).GetProperty("id").GetGuid()).Distinct());
        Assert.Equal(3, await database.ScalarAsync<int>("SELECT attempts FROM jobs.notification"));
    }

    [Fact]
    public async Task What_failed_while_no_node_was_up_is_told_by_the_next_one_unless_it_is_old()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var receiver = new WebhookReceiver();
        await using (var silent = await JobsHost.StartAsync(database))
        {
            await FailAsync(database, silent);
            await FailAsync(database, silent);
        }

        await database.ExecuteAsync("UPDATE jobs.notification SET created_at = created_at - interval '25 hours' WHERE id = (SELECT min(id::text)::uuid FROM jobs.notification)");
        await using var node = await NodeAsync(database, receiver);
        await receiver.ToldAsync(1);
        await DeliveredAsync(database);

        Assert.Single(receiver.Told);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM jobs.notification WHERE attempts = 0"));
    }

    private static Task<JobsHost> NodeAsync(TestDatabase database, WebhookReceiver receiver) => JobsHost.StartAsync(
        database,
        settings:
        [
            ("Notifications:Webhook", receiver.Address), ("Notifications:Secret", "shared"), ("Notifications:Interval", "00:00:00.05"), ("Notifications:Backoff", "00:00:00.05"),
        ]);

    private static async Task<Run> FailAsync(TestDatabase database, JobsHost node)
    {
        var run = (await node.Queue.EnqueueAsync(MipsExportRun.Request(new() { Year = 2025, States = ["ZZ"] }, "ann"), Token)).Run;
        var ended = await Runs.RunQueueTests.Finished(node.Queue, run.Id);
        Assert.Equal(RunState.Failed, ended.State);
        return ended;
    }

    private static async Task DeliveredAsync(TestDatabase database)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        while (await database.ScalarAsync<long>(Delivered) == 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
