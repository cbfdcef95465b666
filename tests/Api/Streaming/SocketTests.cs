using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Streaming;

public sealed class SocketTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
{
    private const string Follow = "subscription Follow($id: ID!) { runUpdated(id: $id) { state } }";

    [Fact]
    public async Task A_run_is_followed_to_its_end_beside_other_operations()
    {
        var run = await api.Database.AddRunAsync();
        using var client = await SocketClient.ConnectAsync(api);
        await client.SubscribeAsync("run", Follow, new { id = run });
        Assert.Equal(Next("run", """{"data":{"runUpdated":{"state":"QUEUED"}}}"""), await client.ReceiveTextAsync());

        await client.SubscribeAsync("query", "{ __typename }");
        Assert.Equal(Next("query", """{"data":{"__typename":"Query"}}"""), await client.ReceiveTextAsync());
        Assert.Equal("""{"id":"query","type":"complete"}""", await client.ReceiveTextAsync());

        await api.Database.SucceedAsync(run);
        // Each event reads the run as it is by then, so that a state may be told twice.
        var messages = new List<string>();
        do
        {
            messages.Add(await client.ReceiveTextAsync());
        }
        while (messages[^1] != """{"id":"run","type":"complete"}""");

        var states = messages[..^1].SkipWhile(message => message == Next("run", """{"data":{"runUpdated":{"state":"QUEUED"}}}""")).Distinct();
        Assert.Equal([Next("run", """{"data":{"runUpdated":{"state":"SUCCEEDED"}}}""")], states);
        await client.CloseAsync();
    }

    [Fact]
    public async Task A_client_calls_an_operation_off_and_uses_its_id_again()
    {
        var run = await api.Database.AddRunAsync();
        var changes = api.Services.GetRequiredService<RunChanges>();
        using var client = await SocketClient.ConnectAsync(api);
        await client.SubscribeAsync("1", Follow, new { id = run });
        await client.ReceiveAsync();
        var listeners = changes.Listeners;

        await client.SendAsync("""{"id":"1","type":"complete"}""");
        await client.SendAsync("""{"id":"unknown","type":"complete"}""");
        await client.SubscribeAsync("1", "{ __typename }");

        Assert.Equal(Next("1", """{"data":{"__typename":"Query"}}"""), await client.ReceiveTextAsync());
        Assert.Equal("""{"id":"1","type":"complete"}""", await client.ReceiveTextAsync());
        while (changes.Listeners >= listeners)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Pings_are_answered_with_what_they_bring_and_pongs_are_not()
    {
        using var client = await SocketClient.OpenAsync(api);

        await client.SendAsync("""{"type":"pong"}""");
        await client.SendAsync("""{"type":"ping"}""");
        await client.SendAsync("""{"type":"ping","payload":{"n":1}}""");

        Assert.Equal("""{"type":"pong"}""", await client.ReceiveTextAsync());
        Assert.Equal("""{"type":"pong","payload":{"n":1}}""", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task The_key_may_stand_in_the_handshake()
    {
        using var client = await SocketClient.OpenAsync(api, key: api.AnalystKey);
        await client.SendAsync("""{"type":"connection_init"}""");

        Assert.Equal("""{"type":"connection_ack"}""", await client.ReceiveTextAsync());
        Assert.Equal(SocketClient.Subprotocol, client.SelectedProtocol);
    }

    [Theory]
    [InlineData("{", "HC0014")]
    [InlineData("{ nothing }", "HC0016")]
    [InlineData("query($id: ID!) { node(id: $id) { id } }", "HC0018")]
    [InlineData("mutation { cancelRun(input: { id: \"0198d2a0-0000-7000-8000-000000000001\" }) { run { id } } }", "AUTH_NOT_AUTHORIZED")]
    public async Task An_operation_that_cannot_be_executed_is_an_error_message(string query, string code)
    {
        using var client = await SocketClient.ConnectAsync(api, api.TeamKey);
        await client.SubscribeAsync("1", query);

        var message = await client.ReceiveAsync();

        Assert.Equal("error", message.GetProperty("type").GetString());
        Assert.Equal(code, message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        await client.SubscribeAsync("1", "{ __typename }");
        Assert.Equal("next", (await client.ReceiveAsync()).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("WebSocket:MaxOperations")]
    [InlineData("Subscriptions:MaxPerCaller")]
    public async Task A_socket_and_its_key_have_no_more_under_way_than_they_may(string limit)
    {
        await using var server = new ApiServer(postgres) { Settings = { [$"HealthGraph:GraphQL:{limit}"] = "1" } };
        await server.InitializeAsync();
        var run = await server.Database.AddRunAsync();
        using var client = await SocketClient.ConnectAsync(server);
        await client.SubscribeAsync("1", Follow, new { id = run });
        Assert.Equal("next", (await client.ReceiveAsync()).GetProperty("type").GetString());

        await client.SubscribeAsync("2", Follow, new { id = run });

        AssertRefused("2", await client.ReceiveAsync());
        await server.Database.SucceedAsync(run);
        while ((await client.ReceiveAsync()).GetProperty("type").GetString() != "complete")
        {
        }
    }

    private static void AssertRefused(string id, JsonElement message)
    {
        Assert.Equal(id, message.GetProperty("id").GetString());
        Assert.Equal("error", message.GetProperty("type").GetString());
        Assert.Equal("TOO_MANY_SUBSCRIPTIONS", message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private static string Next(string id, string payload) => $$$"""{"id":"{{{id}}}","type":"next","payload":{{{payload}}}}""";
}
