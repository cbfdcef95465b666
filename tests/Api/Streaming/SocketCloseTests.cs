using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HealthGraph.Api.Tests.Endpoint;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Streaming;

/// <summary>Every way in which the server closes a socket, or opens none.</summary>
public sealed class SocketCloseTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
{
    private const string Query = "{ therapists { nodes { id } } }";

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData(null)]
    public async Task Another_subprotocol_or_none_is_4406(string? protocol)
    {
        using var client = await OpenAsync(protocol);

        Assert.Equal((4406, "Subprotocol not acceptable"), await client.ReceiveCloseAsync());
        Assert.Null(client.SelectedProtocol);
    }

    [Fact]
    public async Task Who_does_not_begin_in_time_is_4408()
    {
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:WebSocket:InitTimeout"] = "00:00:00.200" } };
        await server.InitializeAsync();
        using var client = await SocketClient.OpenAsync(server);

        Assert.Equal((4408, "Connection initialisation timeout"), await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Beginning_twice_is_4429()
    {
        using var client = await SocketClient.ConnectAsync(api);
        await client.SendAsync("""{"type":"connection_init"}""");

        Assert.Equal((4429, "Too many initialisation requests"), await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task An_operation_before_the_beginning_is_4401()
    {
        using var client = await SocketClient.OpenAsync(api);
        await client.SubscribeAsync("1", "{ __typename }");

        Assert.Equal((4401, "Unauthorized"), await client.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("""{"type":"connection_init"}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer hg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":7}}""")]
    public async Task No_key_or_an_unknown_one_is_4403(string init)
    {
        using var client = await SocketClient.OpenAsync(api);
        await client.SendAsync(init);

        var (code, reason) = await client.ReceiveCloseAsync();
        Assert.Equal(4403, code);
        Assert.StartsWith("Forbidden, AUTH_NOT_AUTHENTICATED", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_of_an_operation_under_way_is_4409()
    {
        using var client = await SocketClient.ConnectAsync(api);
        await client.SubscribeAsync("one", "subscription { runs { state } }");
        await client.SubscribeAsync("one", "subscription { runs { state } }");

        Assert.Equal((4409, "Subscriber for one already exists"), await client.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"subscribe\"")]
    [InlineData("{}")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"start","id":"1"}""")]
    [InlineData("""{"type":"next","id":"1","payload":{}}""")]
    [InlineData("""{"type":"connection_ack"}""")]
    [InlineData("""{"type":"ping","payload":7}""")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ __typename }"}}""")]
    [InlineData("""{"type":"subscribe","id":7,"payload":{"query":"{ __typename }"}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}""")]
    [InlineData("""{"type":"subscribe","id":"1"}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":7}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","operationName":7}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"\uD800"}}""")]
    [InlineData("""{"type":"complete"}""")]
    public async Task What_is_no_message_of_the_protocol_is_4400(string message)
    {
        using var client = await SocketClient.ConnectAsync(api);
        await client.SendAsync(message);

        var (code, reason) = await client.ReceiveCloseAsync();
        Assert.Equal(4400, code);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public async Task Nesting_without_end_and_binary_messages_are_4400()
    {
        using var nested = await SocketClient.ConnectAsync(api);
        await nested.SendAsync("""{"type":"ping","payload":""" + new string('[', 500_000));
        using var binary = await SocketClient.ConnectAsync(api);
        await binary.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);

        Assert.Equal(4400, (await nested.ReceiveCloseAsync()).Code);
        Assert.Equal((4400, "Messages must be text."), await binary.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_message_as_large_as_may_be_is_read_and_a_larger_one_is_1009()
    {
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:WebSocket:MaxMessageBytes"] = "2048" } };
        await server.InitializeAsync();
        using var client = await SocketClient.ConnectAsync(server);
        const string Message = """{"type":"ping"}""";

        await client.SendAsync(Message.PadRight(2048));
        Assert.Equal("""{"type":"pong"}""", await client.ReceiveTextAsync());
        await client.SendAsync(Message.PadRight(2049));
        Assert.Equal((1009, "A message may have 2048 bytes."), await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_key_revoked_meanwhile_is_4403()
    {
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:Subscriptions:KeyCheckInterval"] = "00:00:00.100" } };
        await server.InitializeAsync();
        using var client = await SocketClient.ConnectAsync(server);
        await client.SubscribeAsync("1", "subscription { runs { state } }");

        await server.Database.ExecuteAsync("UPDATE access.api_key SET revoked_at = now()");

        Assert.Equal((4403, "The key or token was revoked or has expired"), await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task While_the_database_is_away_a_socket_that_opens_is_1013_and_one_that_is_open_stays_so()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var wire = new DatabaseProxy(database.ConnectionString);
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = wire.ConnectionString } };
        await server.InitializeAsync();
        var run = await database.AddRunAsync();
        using var open = await SocketClient.ConnectAsync(server);
        using var opening = await SocketClient.OpenAsync(server);

        await wire.CutAsync();
        await opening.InitialiseAsync(server.AdminKey);
        await open.SubscribeAsync("query", Query);
        var query = await open.ReceiveAsync();
        Assert.Equal("complete", (await open.ReceiveAsync()).GetProperty("type").GetString());
        await open.SubscribeAsync("subscription", "subscription Follow($id: ID!) { runUpdated(id: $id) { state } }", new { id = run });
        var subscription = await open.ReceiveAsync();
        var handshake = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.OpenAsync(server, key: server.AdminKey));

        Assert.Equal((1013, "The database is out of reach. Try again in a moment."), await opening.ReceiveCloseAsync());
        Assert.Equal("UNAVAILABLE", CodeOf(query.GetProperty("payload").GetProperty("errors")));
        Assert.Equal("UNAVAILABLE", CodeOf(subscription.GetProperty("payload")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, handshake.StatusCode);

        wire.Mend();
        await open.SubscribeAsync("later", Query);
        Assert.Equal("next", (await open.ReceiveAsync()).GetProperty("type").GetString());
        using var reopened = await SocketClient.ConnectAsync(server, server.AdminKey);
    }

    [Fact]
    public async Task What_fails_unexpectedly_is_4500_for_the_socket_and_an_error_for_an_operation()
    {
        await using var server = new ApiServer(postgres);
        await server.InitializeAsync();
        using var open = await SocketClient.ConnectAsync(server);
        using var opening = await SocketClient.OpenAsync(server);
        await server.Database.ExecuteAsync("DROP TABLE access.api_key CASCADE");
        await server.Database.ExecuteAsync("DROP VIEW api.therapist CASCADE");

        await opening.InitialiseAsync(server.AdminKey);
        var handshake = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.OpenAsync(server, key: server.AdminKey));
        await open.SubscribeAsync("1", Query);
        var operation = await open.ReceiveTextAsync();
        await open.SendAsync("""{"type":"ping"}""");

        Assert.Equal((4500, "Internal server error"), await opening.ReceiveCloseAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, handshake.StatusCode);
        Assert.Contains("Unexpected Execution Error", operation, StringComparison.Ordinal);
        Assert.DoesNotContain("api.therapist", operation, StringComparison.Ordinal);
        Assert.Contains(server.Log.Lines, line => line.Contains("access.api_key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_stops_completes_its_streams_and_closes_with_1001()
    {
        await using var server = new ApiServer(postgres);
        await server.InitializeAsync();
        var run = await server.Database.AddRunAsync();
        using var client = await SocketClient.ConnectAsync(server);
        await client.SubscribeAsync("1", "subscription Follow($id: ID!) { runUpdated(id: $id) { state } }", new { id = run });
        Assert.Equal("next", (await client.ReceiveAsync()).GetProperty("type").GetString());

        var stopping = server.StopAsync();

        Assert.Equal("""{"id":"1","type":"complete"}""", await client.ReceiveTextAsync());
        Assert.Equal((1001, "The server is stopping"), await client.ReceiveCloseAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        await using var server = new ApiServer(postgres)
        {
            Settings =
            {
                ["HealthGraph:GraphQL:WebSocket:SendTimeout"] = "00:00:01",
                ["HealthGraph:GraphQL:WebSocket:MaxOperations"] = "1000",
            },
        };
        await server.InitializeAsync();
        using var client = await SocketClient.ConnectAsync(server);
        for (var i = 0; i < 400; i++)
        {
            await client.SubscribeAsync(i.ToString(), "{ __schema { types { name description fields { name description type { name } } inputFields { name description } } } }");
        }

        while (!server.Log.Lines.Any(line => line.Contains("closed with 1006", StringComparison.Ordinal)))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_page_of_another_site_opens_no_socket_unless_it_may()
    {
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:WebSocket:AllowedOrigins:0"] = "https://app.example" } };
        await server.InitializeAsync();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.OpenAsync(server, origin: "https://evil.example"));
        using var own = await SocketClient.OpenAsync(server, origin: $"https://{server.Address.Authority}");
        using var allowed = await SocketClient.OpenAsync(server, origin: "https://app.example");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_in_the_header_opens_no_socket_and_a_full_node_neither()
    {
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:WebSocket:MaxSockets"] = "1" } };
        await server.InitializeAsync();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.OpenAsync(server, key: "hg_wrong"));
        using var first = await SocketClient.OpenAsync(server);
        var second = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.OpenAsync(server));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x02, 0x7B, 0x7D })]
    [InlineData(new byte[] { 0xF1, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x83, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 })]
    public async Task Frames_that_are_none_end_the_connection(byte[] frame)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        var stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"""
                GET /graphql HTTP/1.1
                Host: {api.Address.Authority}
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                Sec-WebSocket-Protocol: graphql-transport-ws


                """.ReplaceLineEndings("\r\n")),
            TestContext.Current.CancellationToken);
        using var reader = new System.IO.StreamReader(stream);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        await stream.WriteAsync(frame, TestContext.Current.CancellationToken);

        await ReadToEndAsync(reader);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ __typename }")).Status);
    }

    private static async Task ReadToEndAsync(System.IO.StreamReader reader)
    {
        try
        {
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset: ended all the same.
        }
    }

    private static string? CodeOf(JsonElement errors) => errors[0].GetProperty("extensions").GetProperty("code").GetString();

    private Task<SocketClient> OpenAsync(string? protocol) => SocketClient.OpenAsync(api, protocol);
}
