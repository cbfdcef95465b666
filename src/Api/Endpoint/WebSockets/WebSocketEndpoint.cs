using System.Diagnostics;
using HealthGraph.Api.Endpoint.Streaming;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary><c>/graphql</c> asked for as a WebSocket.</summary>
internal sealed class WebSocketEndpoint(
    SocketServices services,
    CallerAuthentication callers,
    IOptions<WebSocketSettings> settings,
    IOptions<SubscriptionOptions> subscriptionOptions,
    IHostApplicationLifetime lifetime,
    ILogger<WebSocketEndpoint> logger)
{
    /// <summary>The one subprotocol that is spoken; the older <c>graphql-ws</c> is not.</summary>
    public const string Subprotocol = "graphql-transport-ws";

    private int _open;

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AcceptAsync(context);
        }
        catch (RequestRefusedException refused) when (!context.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(context, ResponseFormat.Json, refused.StatusCode, refused.Error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left before the socket was open.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var error = services.Errors.From(e, field: null);
            await ErrorResponse.WriteAsync(context, ResponseFormat.Json, ResponseStatus.Of(error), error);
        }
    }

    private async Task AcceptAsync(HttpContext context)
    {
        RequireOrigin(context.Request);
        var authorization = context.Request.Headers.Authorization.Count > 0 ? context.Request.Headers.Authorization.ToString() : null;
        if (authorization is not null)
        {
            await callers.AuthenticateAsync(context);
        }

        if (Interlocked.Increment(ref _open) > settings.Value.MaxSockets)
        {
            Interlocked.Decrement(ref _open);
            throw new RequestRefusedException(StatusCodes.Status503ServiceUnavailable, "This node has as many sockets open as it takes.");
        }

        services.Metrics.SocketOpened();
        try
        {
            await ServeAsync(context, authorization);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            services.Metrics.SocketClosed();
        }
    }

    private async Task ServeAsync(HttpContext context, string? authorization)
    {
        var started = Stopwatch.GetTimestamp();
        var isSpoken = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = isSpoken ? Subprotocol : null });
        using var channel = new SocketChannel(socket, settings.Value, services.Time);
        await using var session = new SocketSession(channel, services, callers, settings.Value, subscriptionOptions.Value, context.Connection.RemoteIpAddress, logger);
        if (!isSpoken)
        {
            await channel.CloseAsync(CloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable");
        }

        await session.RunAsync(authorization, lifetime.ApplicationStopping);
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.SocketClosed(
                session.Caller?.Name ?? "nobody",
                (int?)channel.ClosedWith ?? 1006,
                Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1),
                session.Operations);
        }
    }

    // A page of another site may open a socket to here, and a browser would not stop it.
    private void RequireOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var allowed = settings.Value.AllowedOrigins;
        if (origin.Length > 0
            && !IsOwn(origin, request.Host)
            && !allowed.Contains("*")
            && !allowed.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            throw new RequestRefusedException(
                StatusCodes.Status403Forbidden,
                "Pages of this origin may not open sockets here: see HealthGraph:GraphQL:WebSocket:AllowedOrigins.");
        }
    }

    // The proxy in front may speak TLS and leave the port out.
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            || (uri.IsDefaultPort && string.Equals($"{uri.Host}:{uri.Port}", host.Value, StringComparison.OrdinalIgnoreCase)));
}
