using System.Runtime.InteropServices;
using System.Text.Json;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>A message of the client, checked against the protocol.</summary>
/// <param name="Type">One of the types that a client may send.</param>
/// <param name="Id">The operation; empty for messages about none.</param>
/// <param name="Payload">What comes with it; undefined when nothing does.</param>
internal sealed record ClientMessage(string Type, string Id, JsonElement Payload)
{
    public const string ConnectionInit = "connection_init";
    public const string Ping = "ping";
    public const string Pong = "pong";
    public const string Subscribe = "subscribe";
    public const string Complete = "complete";

    /// <summary>How deep the payload of <c>subscribe</c> may nest: as deep as the body of a POST.</summary>
    public static readonly JsonReaderOptions PayloadOptions = new() { MaxDepth = JsonRequestReader.MaxDepth + 1 };

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = PayloadOptions.MaxDepth + 1 };

    /// <exception cref="SocketClosedException">It is no message of the protocol.</exception>
    public static ClientMessage Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return Read(JsonElement.Parse(text.Span, Options));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Invalid("The message is not valid JSON.");
        }
    }

    /// <summary>The payload as it was written.</summary>
    public ReadOnlySpan<byte> PayloadBytes => JsonMarshal.GetRawUtf8Value(Payload);

    public static SocketClosedException Invalid(string reason) => new(CloseCode.BadRequest, reason);

    private static ClientMessage Read(JsonElement message)
    {
        if (message.ValueKind is not JsonValueKind.Object)
        {
            throw Invalid("A message must be a JSON object.");
        }

        var type = message.TryGetProperty("type", out var typed) && typed.ValueKind is JsonValueKind.String ? typed.GetString()! : "";
        var hasPayload = message.TryGetProperty("payload", out var payload);
        switch (type)
        {
            case ConnectionInit or Ping or Pong:
                return !hasPayload || payload.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                    ? new ClientMessage(type, "", payload)
                    : throw Invalid($"The payload of '{type}' must be an object.");
            case Subscribe:
                return payload.ValueKind is JsonValueKind.Object
                    ? new ClientMessage(type, ReadId(message, type), payload)
                    : throw Invalid("The payload of 'subscribe' must be an object.");
            case Complete:
                return new ClientMessage(type, ReadId(message, type), payload);
            default:
                throw Invalid("The message's type is not one that a client sends: connection_init, ping, pong, subscribe, complete.");
        }
    }

    private static string ReadId(JsonElement message, string type) =>
        message.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String && id.GetString() is { Length: > 0 } text
            ? text
            : throw Invalid($"A message of type '{type}' needs an id, which is a string.");
}
