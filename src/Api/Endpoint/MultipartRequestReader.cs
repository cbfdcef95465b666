using HealthGraph.Api.Uploads;
using HealthGraph.GraphQL.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Endpoint;

/// <summary>
/// Reads the first two fields of a multipart form, <c>operations</c> and <c>map</c>; the files behind them stay on the wire until
/// resolvers ask for them.
/// </summary>
/// <remarks>https://github.com/jaydenseric/graphql-multipart-request-spec</remarks>
internal sealed class MultipartRequestReader(IOptions<GraphQLOptions> options, IOptions<UploadOptions> uploads)
{
    private const string Preflight = "GraphQL-Preflight";
    private const int MaxMapBytes = 64 * 1024;

    // RFC 2046, section 5.1.1.
    private const int LongestBoundary = 70;

    /// <exception cref="RequestRefusedException">The form is no GraphQL request.</exception>
    public async ValueTask<RequestContent> ReadAsync(HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        RequireAllowed(request);
        var form = new MultipartReader(BoundaryOf(type), request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
        using var operations = await ReadFieldAsync(form, "operations", options.Value.MaxBodyBytes, cancellationToken);
        using var map = await ReadFieldAsync(form, "map", MaxMapBytes, cancellationToken);
        var uses = UploadMap.Read(map.Bytes, uploads.Value.MaxFiles);
        var content = JsonRequestReader.Read(operations.Bytes, options.Value.MaxBatchSize, "field 'operations'");
        return uses.ApplyTo(content, new UploadedFiles(form, uses.CountByFile(), uploads.Value));
    }

    private void RequireAllowed(HttpRequest request)
    {
        // A page of another site can make a browser send a form, but not a header of its own without asking us first.
        if (request.Headers[Preflight] is not ["1"])
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest, $"A multipart form needs the header '{Preflight}: 1'.", ErrorCodes.PreflightRequired);
        }

        var limits = uploads.Value;
        if (limits.MaxFiles == 0)
        {
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType, "Uploads are switched off: send application/json.");
        }

        if (request.ContentLength > limits.MaxBytes)
        {
            throw TooLarge("form", limits.MaxBytes);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.MaxBytes;
        }
    }

    private static string BoundaryOf(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary.ToString()
            : throw Invalid($"The Content-Type of a form needs a boundary of at most {LongestBoundary} characters.");

    private static async ValueTask<RequestBody> ReadFieldAsync(
        MultipartReader form, string name, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var section = await form.ReadNextSectionAsync(cancellationToken);
            return NameOf(section) == name
                ? await RequestBody.ReadAsync(section!.Body, $"field '{name}'", limit, cancellationToken)
                : throw Invalid("A form begins with the fields 'operations' and 'map', in this order; the files follow.");
        }
        catch (BadHttpRequestException e)
        {
            throw new RequestRefusedException(e.StatusCode, "The form could not be read.", ErrorCodes.InvalidUploadForm);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Invalid("The form could not be read: it breaks off, or is not divided by the boundary of its Content-Type.");
        }
    }

    private static string? NameOf(MultipartSection? section) =>
        ContentDispositionHeaderValue.TryParse(section?.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString()
            : null;

    private static RequestRefusedException TooLarge(string what, long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The {what} is larger than {limit} bytes.");

    private static RequestRefusedException Invalid(string message) =>
        new(StatusCodes.Status400BadRequest, message, ErrorCodes.InvalidUploadForm);
}
