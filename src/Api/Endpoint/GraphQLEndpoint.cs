using System.Diagnostics;
using System.Threading.RateLimiting;
using HealthGraph.Api.Errors;
using HealthGraph.Api.Tables;
using HealthGraph.Api.Uploads;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary><c>/graphql</c>: GET, POST and multipart forms in, one response or a stream of them out.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/</remarks>
internal sealed class GraphQLEndpoint(
    RequestReader requests,
    OperationRunner runner,
    BatchResponse batches,
    CallerAuthentication callers,
    ResponseSender responses,
    OperationGate gate,
    RateLimits rates,
    TableGate tableGate,
    TableResponse tables,
    UnexpectedErrors errors,
    IOptions<GraphQLOptions> options,
    ILogger<GraphQLEndpoint> logger)
{
    private const string Allowed = "GET, HEAD, POST";

    public async Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = new Answer();
        context.Response.Headers.CacheControl = "no-store";
        var format = TableRequest.IsNamedIn(context.Request)
            ? AcceptedFormats.Default
            : ResponseFormats.Negotiate(context.Request.GetTypedHeaders().Accept);
        try
        {
            await HandleAsync(context, format, answer);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            answer.Outcome = "the caller left";
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var refused = e as RequestRefusedException;
            var error = refused?.Error ?? errors.From(e, field: null);
            var rules = options.Value.StatusCodes;
            var status = refused is null ? ResponseStatus.Of(error) : ResponseStatus.Of(refused, rules);
            answer.Outcome = error.Code ?? "";
            await ErrorResponse.WriteAsync(
                context, ResponseStatus.FormatOf(status, format?.Refusal ?? ResponseFormat.Json, rules), status, error);
        }
        catch (Exception e)
        {
            // Part of the response is gone, so the only way to say that it is not whole is to break the connection off.
            var cause = e is ResponseAbortedException { InnerException: { } inner } ? inner : e;
            logger.ResponseBrokeOff(UnexpectedErrors.TraceId(), cause);
            answer.Outcome = "broke off";
            context.Abort();
        }

        if (logger.IsEnabled(LogLevel.Information))
        {
            var caller = answer.Caller?.Name ?? "nobody";
            var milliseconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1);
            logger.Answered(
                context.Request.Method, context.Request.Path, context.Response.StatusCode, caller, milliseconds, answer.Operation, answer.Outcome);
        }
    }

    private async Task HandleAsync(HttpContext context, AcceptedFormats? format, Answer answer)
    {
        // Of a HEAD the server sends the status and headers alone.
        var isGet = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isGet && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = Allowed;
            throw new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, "Use GET for queries, or POST.");
        }

        answer.Caller = await callers.AuthenticateAsync(context);
        rates.Enter(context, answer.Caller);
        var table = TableRequest.Read(context.Request);
        if (format is null && table is null)
        {
            throw new RequestRefusedException(
                StatusCodes.Status406NotAcceptable,
                "Nothing of what Accept asks for is served: application/graphql-response+json, application/json, text/csv, application/x-ndjson, text/event-stream, multipart/mixed.");
        }

        format ??= AcceptedFormats.Default;

        await using var content = isGet
            ? RequestReader.ReadQueryString(context.Request)
            : await requests.ReadBodyAsync(context.Request, context.RequestAborted);
        if (content.Files is { } files)
        {
            context.RequestServices.GetRequiredService<UploadedFileAccess>().Files = files;
        }

        using var place = await (table is null ? gate : (ConcurrencyGate)tableGate).EnterAsync(answer.Caller, context.RequestAborted);
        if (table is not null)
        {
            await SendTableAsync(context, table, content, answer);
            return;
        }

        if (content.IsBatch)
        {
            answer.Outcome = await batches.SendAsync(context, format.Refusal, content, answer.Caller);
            return;
        }

        answer.Operation = LoggedOperation.Of(content.Single);
        await ExecuteAsync(context, format, content, isGet, answer, place);
    }

    private async Task SendTableAsync(HttpContext context, TableFormat table, RequestContent content, Answer answer)
    {
        if (content.IsBatch || content.Files is not null)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "A table is made of one query: send one, without files.");
        }

        answer.Operation = LoggedOperation.Of(content.Single);
        answer.Outcome = await tables.SendAsync(context, table, content.Single, answer.Caller!);
    }

    private async Task ExecuteAsync(HttpContext context, AcceptedFormats format, RequestContent content, bool isGet, Answer answer, RateLimitLease place)
    {
        var origin = new RequestOrigin(context.Connection.RemoteIpAddress, "json");
        using var result = await runner.ExecuteAsync(
            content.Single,
            context.RequestServices,
            answer.Caller,
            new TransportRules
            {
                RefusesMutations = isGet,
                AcceptsIncrementalDelivery = format.Incremental is not null,
                Cost = CostHeader.Read(context.Request),
                Origin = origin,
            },
            context.RequestAborted);
        origin.AnswerWith(result, format);
        await content.FinishReadingAsync(context);
        if (result is SubscriptionResult)
        {
            // Open subscriptions are counted by their transport.
            place.Dispose();
        }

        answer.Outcome = await responses.SendAsync(context, format, result, answer.Caller!);
    }

    /// <summary>What the log says of a request.</summary>
    private sealed class Answer
    {
        public Principal? Caller { get; set; }

        public string Operation { get; set; } = "-";

        public string Outcome { get; set; } = "";
    }
}
