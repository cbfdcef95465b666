using System.Diagnostics;
using System.Net;
using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Limits;

public sealed class ConcurrencyLimitTests(PostgresServer postgres)
{
    private const string Query = "{ therapists { nodes { id } } }";

    // Whoever holds this advisory lock decides when the view answers.
    private const string Gate = "SELECT pg_advisory_lock(7)";

    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 2)]
    public async Task One_more_than_may_be_under_way_is_503_and_may_try_again(int all, int perCaller)
    {
        await using var api = await StartAsync(all, perCaller, wait: "00:00:00.1");
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(connection, Gate);
        var underWay = new[] { api.QueryAsync(Query), api.QueryAsync(Query) };
        await WaitForAsync(api, waiting: 2);

        var refused = await api.QueryAsync(Query);
        await ExecuteAsync(connection, "SELECT pg_advisory_unlock(7)");
        var answered = await Task.WhenAll(underWay);
        var after = await api.QueryAsync(Query);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal("TOO_MANY_OPERATIONS", refused.Code);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.All(answered, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task A_caller_who_has_used_up_the_places_does_not_keep_others_out()
    {
        await using var api = await StartAsync(all: 100, perCaller: 1, wait: "00:00:00");
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(connection, Gate);
        var underWay = api.QueryAsync(Query);
        await WaitForAsync(api, waiting: 1);

        var same = await api.QueryAsync("{ __typename }");
        var other = await api.QueryAsync("{ __typename }", key: api.AdminKey);
        await ExecuteAsync(connection, "SELECT pg_advisory_unlock(7)");
        await underWay;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, same.Status);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task One_more_waits_for_its_turn()
    {
        await using var api = await StartAsync(all: 1, perCaller: 1, wait: "00:01:00");
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(connection, Gate);
        var first = api.QueryAsync(Query);
        await WaitForAsync(api, waiting: 1);

        var second = api.QueryAsync("{ __typename }");
        await ExecuteAsync(connection, "SELECT pg_advisory_unlock(7)");

        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        Assert.Equal(HttpStatusCode.OK, (await second).Status);
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 2)]
    public async Task One_more_operation_of_a_socket_than_may_be_under_way_is_an_error(int all, int perCaller)
    {
        await using var api = await StartAsync(all, perCaller, wait: "00:00:00.5");
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        using var socket = await SocketClient.ConnectAsync(api);
        await ExecuteAsync(connection, Gate);
        await socket.SubscribeAsync("first", Query);
        await socket.SubscribeAsync("second", Query);
        await WaitForAsync(api, waiting: 2);

        await socket.SubscribeAsync("third", Query);
        var third = await socket.ReceiveAsync();
        var overHttp = await api.QueryAsync(Query);
        await ExecuteAsync(connection, "SELECT pg_advisory_unlock(7)");
        var answers = new[] { await ReceiveAsync(socket), await ReceiveAsync(socket), await ReceiveAsync(socket), await ReceiveAsync(socket) };
        var after = await api.QueryAsync(Query);

        Assert.Equal(("third", "error"), (third.GetProperty("id").GetString(), third.GetProperty("type").GetString()));
        Assert.Equal("TOO_MANY_OPERATIONS", third.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("TOO_MANY_OPERATIONS", overHttp.Code);
        Assert.Equal(["first complete", "first next", "second complete", "second next"], answers.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task Subscriptions_of_a_socket_take_no_place_once_they_are_open()
    {
        await using var api = await StartAsync(all: 1, perCaller: 1, wait: "00:00:00.5");
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        const string Follow = "subscription Follow($id: ID!) { runUpdated(id: $id) { state } }";
        var run = new { id = await api.Database.AddRunAsync() };
        using var socket = await SocketClient.ConnectAsync(api);

        await socket.SubscribeAsync("first", Follow, run);
        Assert.Equal("first next", await ReceiveAsync(socket));
        await socket.SubscribeAsync("second", Follow, run);
        Assert.Equal("second next", await ReceiveAsync(socket));
        await ExecuteAsync(connection, Gate);
        await socket.SubscribeAsync("query", Query);
        await WaitForAsync(api, waiting: 1);
        await socket.SubscribeAsync("third", Follow, run);
        Assert.Equal("third error", await ReceiveAsync(socket));
        await ExecuteAsync(connection, "SELECT pg_advisory_unlock(7)");
        Assert.Equal("query next", await ReceiveAsync(socket));
    }

    private static async Task<string> ReceiveAsync(SocketClient socket)
    {
        var message = await socket.ReceiveAsync();
        return $"{message.GetProperty("id").GetString()} {message.GetProperty("type").GetString()}";
    }

    private async Task<ApiServer> StartAsync(int all, int perCaller, string wait)
    {
        var api = new ApiServer(postgres)
        {
            Settings =
            {
                ["HealthGraph:GraphQL:MaxConcurrentOperations"] = $"{all}",
                ["HealthGraph:GraphQL:MaxConcurrentOperationsPerCaller"] = $"{perCaller}",
                ["HealthGraph:GraphQL:ConcurrencyWait"] = wait,
            },
        };
        await api.InitializeAsync();
        await api.Database.ExecuteAsync("""
            CREATE FUNCTION public.wait_for_gate() RETURNS boolean LANGUAGE plpgsql VOLATILE AS
            $$ BEGIN PERFORM pg_advisory_lock_shared(7); PERFORM pg_advisory_unlock_shared(7); RETURN true; END $$;
            -- Where there is no row, PostgreSQL need not come to the gate.
            INSERT INTO matrix.therapist (id, first_name, last_name, clinicient_staff_id) VALUES (gen_random_uuid(), 'Bo', 'Invented', 'T1');
            CREATE OR REPLACE VIEW api.therapist AS
            SELECT id, npi, first_name, last_name, clinicient_staff_id
            FROM matrix.therapist RIGHT JOIN (SELECT public.wait_for_gate() AS passed) AS gate ON passed
            WHERE id IS NOT NULL
            """);
        return api;
    }

    private static async Task WaitForAsync(ApiServer api, int waiting)
    {
        var started = Stopwatch.GetTimestamp();
        while (await api.Database.ScalarAsync<long>("""
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'
            """) < waiting)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "The statements do not wait.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task ExecuteAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are above.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
