using HealthGraph.Api.Endpoint.Streaming;
using HealthGraph.Api.Errors;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>What the operations of all sockets share.</summary>
internal sealed record SocketServices(
    OperationRunner Runner,
    OperationGate Gate,
    RateLimits Rates,
    IServiceScopeFactory Scopes,
    OpenSubscriptions Subscriptions,
    UnexpectedErrors Errors,
    StreamMetrics Metrics,
    TimeProvider Time);
