using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Endpoint;

/// <summary>Reads what is asked for off a POST's body or a GET's query string.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Request</remarks>
internal sealed class RequestReader(MultipartRequestReader forms, IOptions<GraphQLOptions> options)
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";
    private const string Encodings = "gzip, br, deflate";

    /// <exception cref="RequestRefusedException">There is nothing to execute.</exception>
    public async ValueTask<RequestContent> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = ContentTypeOf(request, Json, Form);
        RequireKnownEncoding(request);
        if (type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase))
        {
            return await forms.ReadAsync(request, type, cancellationToken);
        }

        using var body = await RequestBody.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        return body.Bytes.IsEmpty
            ? throw JsonParameterReader.MissingQuery()
            : JsonRequestReader.Read(body.Bytes, options.Value.MaxBatchSize);
    }

    /// <exception cref="RequestRefusedException">There is nothing to execute.</exception>
    public static RequestContent ReadQueryString(HttpRequest request)
    {
        if (request.ContentType is not null)
        {
            ContentTypeOf(request, Json);
        }

        var query = Single(request.Query, "query");
        var documentId = Single(request.Query, "documentId") ?? (query is null ? Single(request.Query, "id") : null);
        var extensions = ReadObject("extensions");
        return query is null && documentId is null && extensions is null
            ? throw JsonParameterReader.MissingQuery()
            : new RequestContent((BatchEntry)new GraphQLParameters
            {
                Query = query is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(query),
                DocumentId = documentId,
                OperationName = Single(request.Query, "operationName"),
                Variables = ReadObject("variables"),
                Extensions = extensions,
            });

        JsonElement? ReadObject(string name) => Single(request.Query, name) is { } json
            ? JsonRequestReader.ReadObject(name, Encoding.UTF8.GetBytes(json))
            : null;
    }

    /// <summary>The value of a parameter; null when it is absent or empty.</summary>
    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] or [""] => null,
        [var only] => only,
        _ => throw JsonParameterReader.Repeated(name),
    };

    private static MediaTypeHeaderValue ContentTypeOf(HttpRequest request, params ReadOnlySpan<string> allowed)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsOneOf(allowed, type))
        {
            throw Unsupported(request.ContentType is null
                ? $"The request has no Content-Type: send {Json}."
                : $"The Content-Type is not supported: send {Json}.");
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return !charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? type
            : throw Unsupported("The charset is not supported: send utf-8.");
    }

    private static bool IsOneOf(ReadOnlySpan<string> allowed, MediaTypeHeaderValue type)
    {
        foreach (var mediaType in allowed)
        {
            if (type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // The decompression middleware takes the header away when it knows the encoding.
    private static void RequireKnownEncoding(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is [] or [null or "" or "identity"])
        {
            return;
        }

        request.HttpContext.Response.Headers.AcceptEncoding = Encodings;
        throw Unsupported("The Content-Encoding is not supported: use gzip, br, deflate or none.");
    }

    private static RequestRefusedException Unsupported(string message) => new(StatusCodes.Status415UnsupportedMediaType, message);
}
