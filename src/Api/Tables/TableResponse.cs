using System.Globalization;
using HealthGraph.Api.Endpoint;
using HealthGraph.Api.Errors;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tables;

/// <summary>
/// Sends the rows of a query as a table. What fails before the first byte is a status and JSON; what fails later breaks the connection
/// off, as nothing else in a file says that it is not whole.
/// </summary>
internal sealed class TableResponse(OperationRunner runner, UnexpectedErrors errors, IOptions<TableOptions> options, IOptions<GraphQLOptions> endpoint)
{
    /// <returns>What the log says of it.</returns>
    public async Task<string> SendAsync(HttpContext context, TableFormat format, GraphQLParameters parameters, Principal caller)
    {
        var rules = new TransportRules
        {
            RefusesMutations = !HttpMethods.IsPost(context.Request.Method),
            Cost = CostHeader.Read(context.Request),
            TableTimeout = options.Value.Timeout,
            Origin = new RequestOrigin(context.Connection.RemoteIpAddress, format.Extension()),
        };
        using var opened = runner.Open(parameters, context.RequestServices, caller, rules, context.RequestAborted, out var refusal);
        if (opened is null)
        {
            return await RefuseAsync(context, refusal!);
        }

        try
        {
            return await SendAsync(context, format, Table.Of(opened.Context), opened.Context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var error = opened.IsOverdue ? opened.Overdue() : errors.From(exception, field: null);
            context.Response.Headers.ContentDisposition = default;
            await ErrorResponse.WriteAsync(context, ResponseFormat.Json, StatusOf(error), error);
            return error.Code ?? "";
        }
    }

    private static async Task<string> SendAsync(HttpContext context, TableFormat format, Table table, OperationContext operation)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = format.ContentType();
        // Both are GraphQL names, so that nothing in them needs quoting.
        response.Headers.ContentDisposition = $"attachment; filename=\"{operation.Definition.Name?.Value ?? table.Name}.{format.Extension()}\"";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return "head of a table";
        }

        await table.WriteAsync(format, response.Body, operation.CancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"ok, {table.Rows} rows");
    }

    private async Task<string> RefuseAsync(HttpContext context, ExecutionResult refusal)
    {
        var response = context.Response;
        response.StatusCode = ResponseStatus.Of(refusal, [], ResponseFormat.GraphQLResponse, endpoint.Value.StatusCodes);
        ResponseStatus.SetHeaders(response, refusal);
        response.ContentType = ResponseFormat.Json.ContentType();
        await using var writer = new ResponseWriter(response.Body);
        await ResultSerializer.WriteAsync(refusal, writer, context.RequestAborted);
        response.ContentLength = writer.BufferedBytes;
        await writer.FlushAsync(context.RequestAborted);
        return refusal.Errors.Count == 0 ? "cost of a table" : string.Join(',', refusal.Errors.Select(error => error.Code ?? "-").Distinct());
    }

    private static int StatusOf(GraphQLError error) => error.Code switch
    {
        ErrorCodes.Unavailable or ErrorCodes.AuditUnavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.Timeout => StatusCodes.Status504GatewayTimeout,
        ErrorCodes.NotAuthorized => StatusCodes.Status403Forbidden,
        ErrorCodes.Internal or ErrorCodes.NonNullViolation => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };
}
