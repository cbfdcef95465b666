using System.Net.WebSockets;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>Why the server closes a socket.</summary>
/// <remarks>https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md</remarks>
internal static class CloseCode
{
    public const WebSocketCloseStatus BadRequest = (WebSocketCloseStatus)4400;
    public const WebSocketCloseStatus Unauthorized = (WebSocketCloseStatus)4401;
    public const WebSocketCloseStatus Forbidden = (WebSocketCloseStatus)4403;
    public const WebSocketCloseStatus SubprotocolNotAcceptable = (WebSocketCloseStatus)4406;
    public const WebSocketCloseStatus ConnectionInitTimeout = (WebSocketCloseStatus)4408;
    public const WebSocketCloseStatus SubscriberAlreadyExists = (WebSocketCloseStatus)4409;
    public const WebSocketCloseStatus TooManyInitRequests = (WebSocketCloseStatus)4429;
    public const WebSocketCloseStatus InternalError = (WebSocketCloseStatus)4500;

    /// <summary>RFC 6455's "going away": the server is stopping.</summary>
    public const WebSocketCloseStatus GoingAway = WebSocketCloseStatus.EndpointUnavailable;

    /// <summary>The registry's "try again later"; the protocol's own 4500 would keep clients from doing so.</summary>
    public const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;
}

/// <summary>The client broke the protocol, or may not go on: the socket is to be closed.</summary>
internal sealed class SocketClosedException(WebSocketCloseStatus code, string reason) : Exception(reason)
{
    public WebSocketCloseStatus Code { get; } = code;
}
