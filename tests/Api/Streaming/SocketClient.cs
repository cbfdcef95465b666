using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace HealthGraph.Api.Tests.Streaming;

/// <summary>A client that sends what a test says, right or wrong.</summary>
internal sealed class SocketClient(ClientWebSocket socket) : IDisposable
{
    public const string Subprotocol = "graphql-transport-ws";

    private readonly byte[] _buffer = new byte[64 * 1024];

    public string? SelectedProtocol => socket.SubProtocol;

    public static async Task<SocketClient> OpenAsync(
        ApiServer api, string? protocol = Subprotocol, string? key = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        if (key is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{api.Address.Authority}/graphql"), TestContext.Current.CancellationToken);
            return new SocketClient(socket);
        }
        catch (WebSocketException e)
        {
            throw new HttpRequestException(e.Message, e, socket.HttpStatusCode);
        }
    }

    /// <summary>A socket that has been acknowledged.</summary>
    public static async Task<SocketClient> ConnectAsync(ApiServer api, string? key = null)
    {
        var client = await OpenAsync(api);
        await client.InitialiseAsync(key ?? api.AnalystKey);
        Assert.Equal("""{"type":"connection_ack"}""", await client.ReceiveTextAsync());
        return client;
    }

    public Task SendAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), type, endOfMessage: true, TestContext.Current.CancellationToken);

    public Task InitialiseAsync(string key) =>
        SendAsync($$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{key}}}"}}""");

    public Task SubscribeAsync(string id, string query, object? variables = null) =>
        SendAsync(JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query, variables } }));

    public async Task<string> ReceiveTextAsync()
    {
        var text = new StringBuilder();
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken);
            Assert.True(part.MessageType == WebSocketMessageType.Text, $"Closed: {part.CloseStatus} {part.CloseStatusDescription}");
            text.Append(Encoding.UTF8.GetString(_buffer, 0, part.Count));
            if (part.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }

    public async Task<JsonElement> ReceiveAsync() => JsonElement.Parse(await ReceiveTextAsync());

    /// <summary>Reads to the close frame, and answers it.</summary>
    public async Task<(int Code, string Reason)> ReceiveCloseAsync()
    {
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                return ((int)part.CloseStatus!.Value, part.CloseStatusDescription ?? "");
            }
        }
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

    public void Dispose() => socket.Dispose();
}
