namespace HealthGraph.Api.Endpoint.Streaming;

/// <summary>The bytes that a streaming format puts around its payloads.</summary>
internal sealed record StreamFraming
{
    private static readonly StreamFraming EventStream = new()
    {
        BeforePayload = "event: next\ndata: "u8.ToArray(),
        AfterPayload = "\n\n"u8.ToArray(),
        KeepAlive = ":\n\n"u8.ToArray(),
        // A browser's EventSource hands out no event that has no data, be it empty.
        End = "event: complete\ndata: \n\n"u8.ToArray(),
    };

    // A client has a part when it sees the delimiter behind it, so each part brings that along; only then does what follows tell
    // whether it was the last.
    private static readonly StreamFraming Multipart = new()
    {
        Start = "\r\n---"u8.ToArray(),
        BeforePayload = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"u8.ToArray(),
        AfterPayload = "\r\n---"u8.ToArray(),
        End = "--\r\n"u8.ToArray(),
    };

    private static readonly StreamFraming MultipartSubscription = Multipart with
    {
        BeforePayload = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{\"payload\":"u8.ToArray(),
        AfterPayload = "}\r\n---"u8.ToArray(),
        KeepAlive = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{}\r\n---"u8.ToArray(),
    };

    public byte[] Start { get; private init; } = [];

    public byte[] BeforePayload { get; private init; } = [];

    public byte[] AfterPayload { get; private init; } = [];

    /// <summary>Tells that the stream lives; empty where the format has no such thing.</summary>
    public byte[] KeepAlive { get; private init; } = [];

    public byte[] End { get; private init; } = [];

    /// <remarks>
    /// https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md,
    /// https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md,
    /// https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
    /// </remarks>
    public static StreamFraming Of(ResponseFormat format) => format switch
    {
        ResponseFormat.EventStream => EventStream,
        ResponseFormat.Multipart => Multipart,
        ResponseFormat.MultipartSubscription => MultipartSubscription,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a stream."),
    };
}
