using System.Text;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Endpoint;

/// <summary>Reads the parameters of a request off a POST's body or a GET's query string.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Request</remarks>
internal static class RequestReader
{
    private const string Json = "application/json";

    /// <exception cref="RequestRefusedException">There is nothing to execute.</exception>
    public static async ValueTask<GraphQLParameters> ReadBodyAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        RequireJson(request.ContentType);
        // The decompression middleware takes the header away when it knows the encoding.
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType, "The Content-Encoding is not supported: use gzip, br, deflate or none.");
        }

        using var body = await RequestBody.ReadAsync(request, limit, cancellationToken);
        return body.Bytes.IsEmpty ? throw JsonParameterReader.MissingQuery() : JsonParameterReader.Read(body.Bytes);
    }

    /// <exception cref="RequestRefusedException">There is nothing to execute.</exception>
    public static GraphQLParameters ReadQueryString(HttpRequest request)
    {
        if (request.ContentType is not null)
        {
            RequireJson(request.ContentType);
        }

        var query = Single(request.Query, "query");
        return new GraphQLParameters
        {
            Query = string.IsNullOrEmpty(query) ? throw JsonParameterReader.MissingQuery() : Encoding.UTF8.GetBytes(query),
            OperationName = Single(request.Query, "operationName") is { Length: > 0 } name ? name : null,
            Variables = ReadObject("variables"),
            Extensions = ReadObject("extensions"),
        };

        System.Text.Json.JsonElement? ReadObject(string name) => Single(request.Query, name) is { Length: > 0 } json
            ? JsonParameterReader.ReadObject(name, Encoding.UTF8.GetBytes(json))
            : null;
    }

    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only,
        _ => throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"The parameter '{name}' is given more than once."),
    };

    private static void RequireJson(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                contentType is null ? $"The request has no Content-Type: send {Json}." : $"The Content-Type is not supported: send {Json}.");
        }

        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "The charset is not supported: send utf-8.");
        }
    }
}
