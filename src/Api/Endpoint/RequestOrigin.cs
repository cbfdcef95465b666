using System.Diagnostics;
using System.Net;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Endpoint;

/// <summary>Where a request came from and how it is answered, for the audit.</summary>
internal sealed class RequestOrigin(IPAddress? address, string format)
{
    private string? _traceId;

    /// <summary>The address at the other end of the connection.</summary>
    public string? Address => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    /// <summary>How the answer is sent, such as <c>json</c>.</summary>
    public string Format { get; private set; } = format;

    /// <summary>The trace that the request belongs to; where none is kept, something that no other request has.</summary>
    public string TraceId => _traceId ??= (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString();

    /// <summary>Notes how a result is sent to a client that takes these formats.</summary>
    public void AnswerWith(OperationResult result, AcceptedFormats accepted) => Format = NameOf(result switch
    {
        SubscriptionResult => accepted.Subscription,
        IncrementalResult => accepted.Incremental,
        _ => accepted.Single,
    });

    private static string NameOf(ResponseFormat? format) => format switch
    {
        ResponseFormat.EventStream => "sse",
        ResponseFormat.Multipart or ResponseFormat.MultipartSubscription => "multipart",
        _ => "json",
    };
}
