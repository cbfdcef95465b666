using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class CompressionTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Small = """{"query":"{ __typename }"}""";
    private const string Large = """{"query":"{ __schema { types { name description fields { name description } } } }"}""";

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip;q=0.5, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task A_large_response_is_compressed_as_the_caller_takes_it(string? accepted, string? encoding)
    {
        var plain = await PostAsync(Large, null);
        var response = await PostAsync(Large, accepted);

        Assert.Equal(encoding, response.Encoding);
        Assert.Equal(plain.Text, Encoding.UTF8.GetString(Decompress(response.Body, encoding)));
        if (encoding is not null)
        {
            Assert.Contains("Accept-Encoding", response.Header("Vary")!, StringComparison.Ordinal);
            Assert.InRange(response.Body.Length, 1, plain.Body.Length / 2);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_response_is_not_worth_it(string accepted)
    {
        var response = await PostAsync(Small, accepted);

        Assert.Null(response.Encoding);
        Assert.Equal("31", response.Header("Content-Length"));
    }

    [Fact]
    public async Task An_event_stream_is_never_compressed()
    {
        var request = ApiServer.Post(Large);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        request.Headers.Accept.ParseAdd("text/event-stream");

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.StartsWith("text/event-stream", response.ContentType, StringComparison.Ordinal);
        Assert.Null(response.Encoding);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_request_may_be_compressed_and_what_it_grows_to_is_bounded(string encoding)
    {
        var small = await api.SendAsync(Compressed(Encoding.UTF8.GetBytes(Small), encoding), api.AnalystKey);
        var bomb = await api.SendAsync(Compressed(new byte[200_000_000], encoding), api.AnalystKey);

        Assert.Equal("""{"data":{"__typename":"Query"}}""", small.Text);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.Status);
        Assert.Equal("The request body is larger than 20000000 bytes.", bomb.Message);
    }

    private Task<ApiResponse> PostAsync(string body, string? acceptEncoding)
    {
        var request = ApiServer.Post(body);
        if (acceptEncoding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        }

        return api.SendAsync(request, api.AnalystKey);
    }

    private static HttpRequestMessage Compressed(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (var stream = Compressor(compressed, encoding))
        {
            stream.Write(body);
        }

        var request = ApiServer.Post("");
        request.Content = new ByteArrayContent(compressed.ToArray());
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentEncoding.Add(encoding);
        return request;
    }

    private static Stream Compressor(Stream target, string encoding) => encoding switch
    {
        "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        // The name means zlib's format: RFC 9110, section 8.4.1.2.
        _ => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
    };

    private static byte[] Decompress(byte[] body, string? encoding)
    {
        using var source = new MemoryStream(body);
        using Stream stream = encoding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var target = new MemoryStream();
        stream.CopyTo(target);
        return target.ToArray();
    }
}
