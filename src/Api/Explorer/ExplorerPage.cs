using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Explorer;

/// <summary>Serves the explorer to whoever asks: it holds nothing but itself, and can ask for nothing without a key.</summary>
internal sealed class ExplorerPage(ExplorerFiles files)
{
    // Everything from here, and no script but ours. Monaco writes its theme into style elements, hence unsafe-inline for styles alone.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task HandleAsync(HttpContext context) => SendAsync(context, ExplorerFiles.Page);

    public Task HandleFileAsync(HttpContext context) =>
        SendAsync(context, context.GetRouteValue("file") as string ?? "");

    private async Task SendAsync(HttpContext context, string name)
    {
        var response = context.Response;
        if (files.Find(name) is not { } file)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        headers.ETag = file.ETag;
        headers.Append(HeaderNames.Vary, "Accept, Accept-Encoding");
        if (context.Request.Headers.IfNoneMatch.Contains(file.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.ContentType;
        var content = file.Content;
        if (file.IsGzipped)
        {
            if (TakesGzip(context.Request.Headers.AcceptEncoding))
            {
                headers.ContentEncoding = "gzip";
            }
            else
            {
                content = ExplorerFiles.Decompress(file);
            }
        }

        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    private static bool TakesGzip(StringValues acceptEncoding) =>
        StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted)
        && accepted.Any(encoding => encoding.Value.Value is "gzip" or "*" && encoding.Quality is null or > 0);
}
