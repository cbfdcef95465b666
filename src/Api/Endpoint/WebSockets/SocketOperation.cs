using System.Globalization;
using System.Net;
using HealthGraph.Api.Endpoint.Streaming;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>One <c>subscribe</c>: executes it and sends what comes of it, until it is over or called off.</summary>
internal sealed class SocketOperation : IDisposable
{
    private readonly SocketChannel _channel;
    private readonly SocketServices _services;
    private readonly GraphQLParameters _parameters;
    private readonly CancellationTokenSource _cancelled;
    private readonly Action<SocketOperation> _freeId;
    private readonly IPAddress? _address;
    private int _over;

    /// <param name="freeId">Called before the last message is sent: whoever has it may use the id again at once.</param>
    /// <param name="address">The other end of the socket.</param>
    public SocketOperation(
        string id,
        GraphQLParameters parameters,
        SocketChannel channel,
        SocketServices services,
        Action<SocketOperation> freeId,
        IPAddress? address,
        CancellationToken socketClosed)
    {
        Id = id;
        _freeId = freeId;
        _address = address;
        _channel = channel;
        _services = services;
        _parameters = parameters;
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(socketClosed);
        Name = LoggedOperation.Of(parameters);
    }

    public string Id { get; }

    /// <summary>What the log calls it.</summary>
    public string Name { get; }

    /// <summary>Executes the operation to its end. Every failure becomes a message.</summary>
    /// <returns>The log's word for how it ended.</returns>
    public async Task<string> RunAsync(Principal caller)
    {
        try
        {
            _services.Rates.Enter(caller);
            using var place = await _services.Gate.EnterAsync(caller, _cancelled.Token);
            await using var scope = _services.Scopes.CreateAsyncScope();
            using var result = await _services.Runner.ExecuteAsync(
                _parameters,
                scope.ServiceProvider,
                caller,
                new TransportRules { AcceptsIncrementalDelivery = true, Origin = new RequestOrigin(_address, "websocket") },
                _cancelled.Token);
            if (result is SubscriptionResult)
            {
                // Open subscriptions are counted on their own.
                place.Dispose();
            }

            return await SendAsync(result, caller);
        }
        catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
        {
            return "called off";
        }
        catch (RequestRefusedException refused)
        {
            return await FailAsync(refused.Error);
        }
        catch (Exception e)
        {
            return await FailAsync(_services.Errors.From(e is ResponseAbortedException { InnerException: { } inner } ? inner : e, field: null));
        }
    }

    /// <summary>Calls the operation off: nothing of it is sent any more.</summary>
    public void Cancel()
    {
        Interlocked.Exchange(ref _over, 1);
        try
        {
            _cancelled.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended at the same moment.
        }
    }

    /// <summary>Ends the operation from the server's side, and tells the client.</summary>
    public async Task CompleteAsync()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            _freeId(this);
            await _channel.SendAsync("complete", Id);
        }

        Cancel();
    }

    public void Dispose()
    {
        _cancelled.Dispose();
        _parameters.Dispose();
    }

    private async Task<string> SendAsync(OperationResult result, Principal caller)
    {
        switch (result)
        {
            case ExecutionResult { RequestError: not null } failed:
                return await FailAsync([.. failed.Errors]);
            case ExecutionResult single:
                await NextAsync((writer, cancellation) => ResultSerializer.WriteAsync(single, writer, cancellation));
                break;
            case SubscriptionResult subscription:
                return await SendEventsAsync(subscription, caller);
            case IncrementalResult incremental:
                await NextAsync((writer, cancellation) => ResultSerializer.WriteAsync(incremental, writer, cancellation));
                await foreach (var update in incremental.Updates.WithCancellation(_cancelled.Token))
                {
                    await NextAsync((writer, cancellation) => ResultSerializer.WriteAsync(update, writer, cancellation));
                }

                break;
        }

        await CompleteAsync();
        return "ok";
    }

    private async Task<string> SendEventsAsync(SubscriptionResult subscription, Principal caller)
    {
        using var place = _services.Subscriptions.Open(caller, "websocket");
        var events = 0;
        await foreach (var response in subscription.Events.WithCancellation(_cancelled.Token))
        {
            using (response)
            {
                if (response.RequestError is RequestErrorKind.Subscription)
                {
                    return await FailAsync([.. response.Errors]);
                }

                await NextAsync((writer, cancellation) => ResultSerializer.WriteAsync(response, writer, cancellation));
                _services.Metrics.EventSent("websocket");
                events++;
            }
        }

        await CompleteAsync();
        return string.Create(CultureInfo.InvariantCulture, $"completed after {events} events");
    }

    // Written whole before it is sent: the rows of a slow statement must not hold up the socket's other operations, and a failure
    // half-way is then an error of this operation alone.
    private async Task NextAsync(StreamedResponse.PayloadWriter write)
    {
        using var message = new MemoryStream();
        await using (var writer = new ResponseWriter(message))
        {
            writer.Json.WriteStartObject();
            writer.Json.WriteString("id"u8, Id);
            writer.Json.WriteString("type"u8, "next"u8);
            writer.Json.WritePropertyName("payload"u8);
            await write(writer, _cancelled.Token);
            writer.Json.WriteEndObject();
            await writer.FlushAsync(_cancelled.Token);
        }

        await SendAsync(message);
    }

    private async Task<string> FailAsync(params IReadOnlyList<GraphQLError> errors)
    {
        using var message = new MemoryStream();
        await using (var writer = new ResponseWriter(message))
        {
            writer.Json.WriteStartObject();
            writer.Json.WriteString("id"u8, Id);
            writer.Json.WriteString("type"u8, "error"u8);
            writer.Json.WriteStartArray("payload"u8);
            foreach (var error in errors)
            {
                ErrorSerializer.Write(writer.Json, error);
            }

            writer.Json.WriteEndArray();
            writer.Json.WriteEndObject();
            await writer.FlushAsync(CancellationToken.None);
        }

        _freeId(this);
        await SendAsync(message);
        Interlocked.Exchange(ref _over, 1);
        return string.Join(',', errors.Select(error => error.Code ?? "-").Distinct());
    }

    private Task SendAsync(MemoryStream message) => Volatile.Read(ref _over) != 0
        ? Task.CompletedTask
        : _channel.SendAsync(message.GetBuffer().AsMemory(0, (int)message.Length));
}
