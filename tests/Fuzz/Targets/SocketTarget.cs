using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HealthGraph.Api.Tests;
using HealthGraph.Fuzz.Tests.Mutation;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Fuzz.Tests.Targets;

/// <summary>What a client may say over a WebSocket: messages out of order, damaged, and with operations that nobody expects.</summary>
/// <remarks>A case is one message to a line. After the last the server has to answer a ping, or have closed with a code of the protocol.</remarks>
internal sealed class SocketTarget : IFuzzTarget
{
    // graphql-transport-ws: the server's fault, which nothing that a client sends may be.
    private const int InternalError = 4500;

    private static readonly byte[] Marker = "{\"type\":\"ping\",\"payload\":{\"fuzz\":\"over\"}}"u8.ToArray();

    private readonly ApiServer _server;
    private readonly QueryGenerator _generator;
    private readonly IReadOnlyList<byte[]> _messages;

    public SocketTarget(ApiServer server, Schema schema, IReadOnlyList<byte[]> documents)
    {
        _server = server;
        _generator = new QueryGenerator(schema, []);
        Seeds = [.. documents.Select(document => Subscribe("1", Encoding.UTF8.GetString(document)))];
        _messages =
        [
            Encoding.UTF8.GetBytes("{\"type\":\"connection_init\"}"),
            Encoding.UTF8.GetBytes("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer no\"}}"),
            Encoding.UTF8.GetBytes("{\"type\":\"ping\",\"payload\":null}"),
            Encoding.UTF8.GetBytes("{\"type\":\"pong\"}"),
            Encoding.UTF8.GetBytes("{\"type\":\"complete\",\"id\":\"1\"}"),
            Encoding.UTF8.GetBytes("{\"type\":\"next\",\"id\":\"1\",\"payload\":{}}"),
            Encoding.UTF8.GetBytes("{\"id\":\"1\",\"type\":\"start\",\"payload\":{\"query\":\"{__typename}\"}}"),
            Subscribe("1", "{ __typename }"),
            Subscribe("2", "subscription { runs { id state } }"),
            Subscribe("1", "{ visitPlans(first: 3) { nodes { visitPlanId ... @defer { planText } } } }"),
            Subscribe("3", "query { visitPlans(first: 20) { nodes @stream(initialCount: 1) { visitPlanId } } }"),
            Subscribe("", "{ __typename }"),
            Encoding.UTF8.GetBytes("[]"),
            Encoding.UTF8.GetBytes(" "),
        ];
    }

    public string Name => "sockets";

    public IReadOnlyList<byte[]> Seeds { get; }

    public byte[] Make(Dice dice)
    {
        var lines = new List<byte[]>();
        if (!dice.OneIn(10))
        {
            lines.Add(_messages[0]);
        }

        for (var more = dice.Between(1, 5); more > 0; more--)
        {
            var message = dice.Below(4) switch
            {
                0 => Subscribe(dice.Pick(["1", "2", "3"]), _generator.Make(dice)),
                1 => dice.Pick(Seeds),
                _ => dice.Pick(_messages),
            };
            message = dice.Below(6) switch
            {
                0 => ByteMutator.Mutate(message, dice.Pick(_messages), dice),
                1 => JsonMutator.Mutate(message, dice),
                _ => message,
            };
            lines.Add([.. message.Where(letter => letter != '\n')]);
        }

        return [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];
    }

    public void Run(byte[] data)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_server.AnalystKey}");
        var address = new UriBuilder(_server.Address) { Scheme = "ws", Path = "/graphql" }.Uri;
        try
        {
            // The campaign's thread, with its small stack, is no place for continuations.
            Task.Run(() => ExchangeAsync(socket, address, data, timeout.Token), timeout.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception)
        {
            throw new FuzzFindingException("The socket neither answered nor closed.", exception);
        }
    }

    private static async Task ExchangeAsync(ClientWebSocket socket, Uri address, byte[] data, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(address, cancellationToken);
        var sending = SendAsync(socket, data, cancellationToken);
        var message = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer, cancellationToken);
            }
            catch (WebSocketException) when (socket.CloseStatus is null)
            {
                // Text that is no UTF-8 is a fault of the frame, which the server's WebSocket ends without a word of ours.
                break;
            }

            if (part.MessageType is WebSocketMessageType.Close)
            {
                break;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                if (Check(message.ToArray()))
                {
                    break;
                }

                message.SetLength(0);
            }
        }

        await sending;
        if ((int?)socket.CloseStatus is InternalError or (int)WebSocketCloseStatus.InternalServerError)
        {
            throw new FuzzFindingException($"Closed with {(int)socket.CloseStatus!}: {socket.CloseStatusDescription}");
        }
    }

    private static async Task SendAsync(ClientWebSocket socket, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var line in Encoding.Latin1.GetString(data).Split('\n')[..^1])
            {
                await socket.SendAsync(Encoding.Latin1.GetBytes(line), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }

            await socket.SendAsync(Marker, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException)
        {
            // The server has closed already.
        }
    }

    /// <summary>Whether it is the answer to the last ping.</summary>
    private static bool Check(byte[] message)
    {
        try
        {
            using var json = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = 1000 });
            if (message.AsSpan().IndexOf("\"code\":\"INTERNAL\""u8) >= 0)
            {
                throw new FuzzFindingException("Unexpected: " + Encoding.UTF8.GetString(message)[..Math.Min(message.Length, 2000)]);
            }

            return json.RootElement.GetProperty("type").GetString() == "pong"
                && json.RootElement.TryGetProperty("payload", out var payload)
                && payload.ValueKind is JsonValueKind.Object
                && payload.TryGetProperty("fuzz", out _);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FuzzFindingException("The message is none of the protocol: " + Encoding.UTF8.GetString(message), exception);
        }
    }

    private static byte[] Subscribe(string id, string query) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["id"] = id,
        ["type"] = "subscribe",
        ["payload"] = new Dictionary<string, object> { ["query"] = query },
    });
}
