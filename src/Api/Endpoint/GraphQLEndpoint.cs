using System.Diagnostics;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Errors;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary><c>/graphql</c>: POST and GET in, one response or a stream of them out.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/</remarks>
internal sealed class GraphQLEndpoint(
    SchemaProvider schema,
    CallerAuthentication callers,
    ResponseSender responses,
    UnexpectedErrors errors,
    IOptions<GraphQLOptions> options,
    ILogger<GraphQLEndpoint> logger)
{
    private const string Allowed = "GET, POST";

    public async Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = new Answer();
        context.Response.Headers.CacheControl = "no-store";
        var format = ResponseFormats.Negotiate(context.Request.GetTypedHeaders().Accept);
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
            var status = refused?.StatusCode ?? StatusOf(error);
            answer.Outcome = error.Code ?? "";
            await ErrorResponse.WriteAsync(context, format?.Refusal ?? ResponseFormat.Json, status, error);
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
        var isGet = HttpMethods.IsGet(context.Request.Method);
        if (!isGet && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = Allowed;
            throw new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, "Use GET for queries, or POST.");
        }

        answer.Caller = await callers.AuthenticateAsync(context);
        if (format is null)
        {
            throw new RequestRefusedException(
                StatusCodes.Status406NotAcceptable,
                "Nothing of what Accept asks for is served: application/graphql-response+json, application/json, text/event-stream, multipart/mixed.");
        }

        using var parameters = isGet
            ? RequestReader.ReadQueryString(context.Request)
            : await RequestReader.ReadBodyAsync(context.Request, options.Value.MaxBodyBytes, context.RequestAborted);
        answer.Operation = LoggedOperation.Of(parameters);
        await ExecuteAsync(context, format, parameters, isGet, answer);
    }

    private async Task ExecuteAsync(HttpContext context, AcceptedFormats format, GraphQLParameters parameters, bool isGet, Answer answer)
    {
        var request = new OperationRequest
        {
            Document = parameters.Query,
            OperationName = parameters.OperationName,
            Variables = parameters.Variables,
            Services = context.RequestServices,
            Caller = answer.Caller,
            RefusesMutations = isGet,
        };
        using var result = await schema.Current.Executor.ExecuteAsync(request, context.RequestAborted);
        answer.Outcome = await responses.SendAsync(context, format, result, answer.Caller!);
    }

    private static int StatusOf(GraphQLError error) => error.Code == ErrorCodes.Unavailable
        ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status500InternalServerError;

    /// <summary>What the log says of a request.</summary>
    private sealed class Answer
    {
        public Principal? Caller { get; set; }

        public string Operation { get; set; } = "-";

        public string Outcome { get; set; } = "";
    }
}
