using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using HealthGraph.Api.Endpoint.Streaming;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>One socket, from its opening to its end, by the protocol <c>graphql-transport-ws</c>.</summary>
/// <remarks>https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md</remarks>
internal sealed class SocketSession(
    SocketChannel channel,
    SocketServices services,
    CallerAuthentication callers,
    WebSocketSettings settings,
    SubscriptionOptions subscriptionOptions,
    IPAddress? address,
    ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SocketOperation> _operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _closed = new();
    private CallerWatch? _watch;
    private bool _isInitialised;

    /// <summary>Who is at the other end, once that is known.</summary>
    public Principal? Caller { get; private set; }

    /// <summary>How many operations it has asked for.</summary>
    public int Operations { get; private set; }

    /// <summary>Serves the socket until it is closed, by whichever side.</summary>
    /// <param name="authorization">The handshake's <c>Authorization</c> header, if it had one.</param>
    /// <param name="stopping">The server stops: streams are completed and the socket closed.</param>
    public async Task RunAsync(string? authorization, CancellationToken stopping)
    {
        await using var initTimer = services.Time.CreateTimer(
            _ => CloseUnlessInitialised(), null, settings.InitTimeout, Timeout.InfiniteTimeSpan);
        await using var stop = stopping.UnsafeRegister(static session => ((SocketSession)session!).Stop(), this);
        while (true)
        {
            try
            {
                if (await channel.ReceiveAsync(CancellationToken.None) is not { } text)
                {
                    return;
                }

                await HandleAsync(ClientMessage.Parse(text), authorization);
            }
            catch (SocketClosedException closed)
            {
                await CloseAsync(closed.Code, closed.Message);
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client is gone without a word, or was cut off.
                return;
            }
            catch (Exception e)
            {
                var error = services.Errors.From(e, field: null);
                await (error.Code == ErrorCodes.Unavailable
                    ? CloseAsync(CloseCode.TryAgainLater, error.Message)
                    : CloseAsync(CloseCode.InternalError, "Internal server error"));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await Task.WhenAll(_running.Keys);
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        _closed.Dispose();
    }

    private Task HandleAsync(ClientMessage message, string? authorization)
    {
        switch (message.Type)
        {
            case ClientMessage.ConnectionInit:
                return InitialiseAsync(message.Payload, authorization);
            case ClientMessage.Ping:
                return channel.SendAsync("pong", payload: message.Payload);
            case ClientMessage.Subscribe:
                return SubscribeAsync(message);
            case ClientMessage.Complete:
                if (_operations.TryRemove(message.Id, out var operation))
                {
                    operation.Cancel();
                }

                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private async Task InitialiseAsync(JsonElement payload, string? authorization)
    {
        if (_isInitialised)
        {
            throw new SocketClosedException(CloseCode.TooManyInitRequests, "Too many initialisation requests");
        }

        _isInitialised = true;
        var given = AuthorizationIn(payload) ?? authorization;
        Caller = await callers.FindAsync(given, _closed.Token)
            ?? throw new SocketClosedException(
                CloseCode.Forbidden, $"Forbidden, {ErrorCodes.NotAuthenticated}: connection_init needs {{\"Authorization\": \"Bearer hg_…\"}} with a known key.");
        _watch = CallerWatch.Start(callers, given!, subscriptionOptions.KeyCheckInterval, services.Time);
        _watch.Revoked.UnsafeRegister(static session => ((SocketSession)session!).Revoke(), this);
        await channel.SendAsync("connection_ack");
    }

    private async Task SubscribeAsync(ClientMessage message)
    {
        if (Caller is null)
        {
            throw new SocketClosedException(CloseCode.Unauthorized, "Unauthorized");
        }

        if (_operations.ContainsKey(message.Id))
        {
            throw new SocketClosedException(CloseCode.SubscriberAlreadyExists, $"Subscriber for {message.Id} already exists");
        }

        var operation = new SocketOperation(message.Id, Read(message), channel, services, FreeId, address, _closed.Token);
        if (_operations.Count >= settings.MaxOperations)
        {
            operation.Dispose();
            await RefuseAsync(message.Id);
            return;
        }

        Operations++;
        _operations[message.Id] = operation;
        var running = Task.Run(() => ExecuteAsync(operation, Caller), CancellationToken.None);
        _running[running] = true;
        _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task ExecuteAsync(SocketOperation operation, Principal caller)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = await operation.RunAsync(caller);
        FreeId(operation);
        operation.Dispose();
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.SocketOperationEnded(
                caller.Name, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1), operation.Name, outcome);
        }
    }

    // The id may stand for another operation by now.
    private void FreeId(SocketOperation operation) => _operations.TryRemove(KeyValuePair.Create(operation.Id, operation));

    private static GraphQLParameters Read(ClientMessage message)
    {
        try
        {
            var reader = new Utf8JsonReader(message.PayloadBytes, ClientMessage.PayloadOptions);
            reader.Read();
            return JsonParameterReader.Read(ref reader, "payload of 'subscribe'");
        }
        catch (RequestRefusedException refused)
        {
            throw ClientMessage.Invalid(refused.Error.Message);
        }
    }

    private Task RefuseAsync(string id)
    {
        var message = $"This socket has {settings.MaxOperations} operations under way, which is as many as it may.";
        var errors = JsonSerializer.SerializeToElement(
            new[] { new { message, extensions = new { code = ErrorCodes.TooManySubscriptions } } });
        return channel.SendAsync("error", id, errors);
    }

    private Task CloseAsync(WebSocketCloseStatus code, string reason)
    {
        foreach (var (id, operation) in _operations)
        {
            _operations.TryRemove(id, out _);
            operation.Cancel();
        }

        return channel.CloseAsync(code, reason);
    }

    private async Task StopAsync()
    {
        foreach (var (_, operation) in _operations)
        {
            await operation.CompleteAsync();
        }

        await channel.CloseAsync(CloseCode.GoingAway, "The server is stopping");
    }

    // The callbacks of timers and tokens cannot be awaited; what they start ends by itself, and fails with the socket alone.
    private void Stop() => _running[StopAsync()] = true;

    private void Revoke() => _running[CloseAsync(CloseCode.Forbidden, "The key or token was revoked or has expired")] = true;

    private void CloseUnlessInitialised()
    {
        if (!_isInitialised)
        {
            _running[CloseAsync(CloseCode.ConnectionInitTimeout, "Connection initialisation timeout")] = true;
        }
    }

    private static string? AuthorizationIn(JsonElement payload)
    {
        if (payload.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            foreach (var entry in payload.EnumerateObject())
            {
                if (entry.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && entry.Value.ValueKind is JsonValueKind.String)
                {
                    return entry.Value.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            throw ClientMessage.Invalid("The payload of 'connection_init' holds a string that is not valid Unicode.");
        }

        return null;
    }
}
