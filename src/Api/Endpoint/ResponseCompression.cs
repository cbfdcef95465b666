using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>
/// Which responses are compressed for callers who take it: all that are worth it. Small ones are not, and event streams are not, as they are read by the line.
/// A secret that an attacker could guess at by lengths (BREACH) is in none: a page of another site cannot send a caller's key.
/// </summary>
internal sealed class ResponseCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    // Below that a packet is a packet, and a compressor costs more than it saves.
    private const int SmallestBytes = 1024;

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < SmallestBytes && base.ShouldCompressResponse(context);

    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(static compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes =
            [
                "application/json", "application/graphql-response+json", "application/graphql", "application/x-ndjson", "multipart/mixed", "text/csv",
                "text/html",
            ];
        });
        services.AddSingleton<IResponseCompressionProvider, ResponseCompression>();
        // Rows leave as they are read from the database: the fastest level keeps up with it, the better ones do not.
        services.Configure<BrotliCompressionProviderOptions>(static brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(static gzip => gzip.Level = CompressionLevel.Fastest);
    }
}
