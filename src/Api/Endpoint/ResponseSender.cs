using System.Diagnostics;
using System.Globalization;
using HealthGraph.Api.Endpoint.Streaming;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>Sends what came of an operation in the format that the client takes.</summary>
internal sealed class ResponseSender(
    OpenSubscriptions subscriptions,
    CallerAuthentication callers,
    StreamMetrics metrics,
    IOptions<SubscriptionOptions> options,
    IOptions<GraphQLOptions> endpoint,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>Sends the whole response; the log's word for how it ended.</summary>
    /// <exception cref="RequestRefusedException">The client takes no format that this result can have; nothing was sent.</exception>
    public Task<string> SendAsync(HttpContext context, AcceptedFormats accepted, OperationResult result, Principal caller) => result switch
    {
        ExecutionResult single when accepted.Single.IsStream() && !NeedsStatus(single) => SendStreamAsync(context, accepted.Single, single),
        ExecutionResult single => SendSingleAsync(context, accepted.Single.IsStream() ? accepted.Refusal : accepted.Single, single),
        SubscriptionResult subscription => SendEventsAsync(context, accepted, subscription, caller),
        IncrementalResult incremental => SendUpdatesAsync(context, accepted.Incremental!.Value, incremental),
        _ => throw new UnreachableException(result.GetType().Name),
    };

    /// <summary>Whether it is the status that tells what to do: a stream, once begun, is always 200.</summary>
    private static bool NeedsStatus(ExecutionResult result) =>
        result.RequestError is RequestErrorKind.MutationNotAllowed || result.Errors.Any(ResponseStatus.IsUnavailable);

    private async Task<string> SendSingleAsync(HttpContext context, ResponseFormat format, ExecutionResult result)
    {
        var response = context.Response;
        response.ContentType = format.ContentType();
        response.StatusCode = StatusCodes.Status200OK;
        await using var writer = new ResponseWriter(response.Body);
        await ResultSerializer.WriteAsync(result, writer, context.RequestAborted);
        if (!writer.HasStarted)
        {
            response.StatusCode = ResponseStatus.Of(result, writer.Errors, format, endpoint.Value.StatusCodes);
            response.ContentType = ResponseStatus.FormatOf(response.StatusCode, format, endpoint.Value.StatusCodes).ContentType();
            response.ContentLength = writer.BufferedBytes;
            ResponseStatus.SetHeaders(response, result);
        }

        var outcome = Outcome([.. result.Errors, .. writer.Errors]);
        await writer.FlushAsync(context.RequestAborted);
        return outcome;
    }

    private async Task<string> SendStreamAsync(HttpContext context, ResponseFormat format, ExecutionResult result)
    {
        var stream = await StreamedResponse.StartAsync(context, format, options.Value.KeepAlive, time);
        await stream.SendAsync((writer, cancellation) => ResultSerializer.WriteAsync(result, writer, cancellation));
        await stream.EndAsync();
        return Outcome(result.Errors);
    }

    private async Task<string> SendUpdatesAsync(HttpContext context, ResponseFormat format, IncrementalResult result)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var stream = await StreamedResponse.StartAsync(context, format, options.Value.KeepAlive, time);
        await stream.SendAsync((writer, cancellation) => ResultSerializer.WriteAsync(result, writer, cancellation));
        await using (var updates = result.Updates.GetAsyncEnumerator(ended.Token))
        {
            while (await stream.WaitAsync(updates, ended))
            {
                var update = updates.Current;
                await stream.SendAsync((writer, cancellation) => ResultSerializer.WriteAsync(update, writer, cancellation));
            }
        }

        await stream.EndAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{Outcome(result.Initial.Errors)} in {stream.Payloads} payloads");
    }

    private async Task<string> SendEventsAsync(
        HttpContext context, AcceptedFormats accepted, SubscriptionResult subscription, Principal caller)
    {
        var format = accepted.Subscription ?? throw new RequestRefusedException(
            StatusCodes.Status406NotAcceptable,
            "A subscription has many results: ask with Accept: text/event-stream or multipart/mixed, or over a WebSocket.",
            ErrorCodes.InvalidRequest);
        var transport = format is ResponseFormat.EventStream ? "sse" : "multipart";
        using var place = subscriptions.Open(caller, transport);
        await using var watch = CallerWatch.Start(
            callers, context.Request.Headers.Authorization.ToString(), options.Value.KeyCheckInterval, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping, watch.Revoked);
        var stream = await StreamedResponse.StartAsync(context, format, options.Value.KeepAlive, time);
        var outcome = "completed";
        try
        {
            await using var events = subscription.Events.GetAsyncEnumerator(ended.Token);
            while (await stream.WaitAsync(events, ended))
            {
                using var response = events.Current;
                await stream.SendAsync((writer, cancellation) => ResultSerializer.WriteAsync(response, writer, cancellation));
                metrics.EventSent(transport);
            }
        }
        catch (OperationCanceledException) when (watch.Revoked.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            outcome = "key revoked";
            var refused = ExecutionResult.Failed(RequestErrorKind.Subscription, CallerAuthentication.Ended().Error);
            await stream.SendAsync((writer, cancellation) => ResultSerializer.WriteAsync(refused, writer, cancellation));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            outcome = "server stopping";
        }

        await stream.EndAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{outcome} after {stream.Payloads} events");
    }

    private static string Outcome(IReadOnlyList<GraphQLError> errors) =>
        errors.Count == 0 ? "ok" : string.Join(',', errors.Select(error => error.Code ?? "-").Distinct());
}
