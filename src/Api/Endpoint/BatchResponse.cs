using HealthGraph.Api.Errors;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Endpoint;

/// <summary>Executes the operations of a batch one after the other and writes each result as it comes: a list in the batch's order.</summary>
internal sealed class BatchResponse(OperationRunner runner, UnexpectedErrors errors)
{
    private static readonly byte[] Start = [(byte)'['];
    private static readonly byte[] Next = [(byte)','];
    private static readonly byte[] End = [(byte)']'];

    /// <returns>What the log says of it.</returns>
    public async Task<string> SendAsync(HttpContext context, ResponseFormat format, RequestContent content, Principal caller)
    {
        var response = context.Response;
        response.ContentType = format.ContentType();
        response.StatusCode = StatusCodes.Status200OK;
        var failed = 0;
        var rules = new TransportRules
        {
            Cost = CostHeader.Read(context.Request),
            Budget = new CostBudget(),
            Origin = new RequestOrigin(context.Connection.RemoteIpAddress, "json"),
        };
        for (var i = 0; i < content.Entries.Count; i++)
        {
            using var result = await ExecuteAsync(context, content.Entries[i], caller, rules);
            if (i == content.Entries.Count - 1)
            {
                await content.FinishReadingAsync(context);
            }

            await response.Body.WriteAsync(i == 0 ? Start : Next, context.RequestAborted);
            await using var writer = new ResponseWriter(response.Body);
            await ResultSerializer.WriteAsync(result, writer, context.RequestAborted);
            await writer.FlushAsync(context.RequestAborted);
            failed += result.Errors.Count + writer.Errors.Count > 0 ? 1 : 0;
        }

        await response.Body.WriteAsync(End, context.RequestAborted);
        return $"batch of {content.Entries.Count}, {failed} with errors";
    }

    private async ValueTask<ExecutionResult> ExecuteAsync(HttpContext context, BatchEntry entry, Principal caller, TransportRules rules)
    {
        if (entry.Parameters is not { } parameters)
        {
            return ExecutionResult.Failed(RequestErrorKind.Refused, entry.Refusal!.Error);
        }

        try
        {
            var result = await runner.ExecuteAsync(
                parameters, context.RequestServices, caller, rules, context.RequestAborted);
            if (result is ExecutionResult execution)
            {
                return execution;
            }

            result.Dispose();
            return ExecutionResult.Failed(RequestErrorKind.Refused, new GraphQLError
            {
                Message = "A batch holds queries and mutations that have one result each: no subscription, @defer or @stream.",
                Code = ErrorCodes.InvalidRequest,
            });
        }
        catch (RequestRefusedException refused)
        {
            return ExecutionResult.Failed(RequestErrorKind.Refused, refused.Error);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            return ExecutionResult.Failed(RequestErrorKind.Refused, errors.From(e, field: null));
        }
    }
}
