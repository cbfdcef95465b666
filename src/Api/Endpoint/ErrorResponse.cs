using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Endpoint;

/// <summary>An answer without data: a status and errors.</summary>
internal static class ErrorResponse
{
    public static async Task WriteAsync(HttpContext context, ResponseFormat format, int statusCode, GraphQLError error)
    {
        context.Response.StatusCode = statusCode;
        ResponseStatus.SetRetryAfter(context.Response);
        context.Response.ContentType = format.ContentType();
        await using var writer = new ResponseWriter(context.Response.Body);
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteStartArray("errors"u8);
        ErrorSerializer.Write(json, error);
        json.WriteEndArray();
        json.WriteEndObject();
        context.Response.ContentLength = writer.BufferedBytes;
        await writer.FlushAsync(context.RequestAborted);
    }
}
