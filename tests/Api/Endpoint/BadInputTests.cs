using System.IO.Compression;
using System.Net;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class BadInputTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Theory]
    [InlineData("", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("{}", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("{\"query\":null}", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("{ \"not a JSON", "The request body is not valid JSON (line 1, byte 14).")]
    [InlineData("{\"query\":\"{a}\"} {}", "The request body is not valid JSON (line 1, byte 17).")]
    [InlineData("{\"query\":\"{a}\",}", "The request body is not valid JSON (line 1, byte 16).")]
    [InlineData("nonsense", "The request body is not valid JSON (line 1, byte 2).")]
    [InlineData("\"text\"", "The request body must be a JSON object.")]
    [InlineData("null", "The request body must be a JSON object.")]
    [InlineData("[{\"query\":\"{a}\"}]", "The request body is an array: batching is switched off. Send one request.")]
    [InlineData("{\"query\":7}", "The parameter 'query' must be a string.")]
    [InlineData("{\"query\":[\"{a}\"]}", "The parameter 'query' must be a string.")]
    [InlineData("{\"query\":\"{a}\",\"operationName\":7}", "The parameter 'operationName' must be a string or null.")]
    [InlineData("{\"query\":\"{a}\",\"variables\":\"{}\"}", "The parameter 'variables' must be an object or null.")]
    [InlineData("{\"query\":\"{a}\",\"variables\":[]}", "The parameter 'variables' must be an object or null.")]
    [InlineData("{\"query\":\"{a}\",\"extensions\":1}", "The parameter 'extensions' must be an object or null.")]
    [InlineData("{\"query\":\"{a}\",\"extensions\":[]}", "The parameter 'extensions' must be an object or null.")]
    [InlineData("{\"query\":\"{a}\",\"query\":\"{b}\"}", "The parameter 'query' is given more than once.")]
    [InlineData("{\"query\":\"{a}\",\"operationName\":\"A\",\"operationName\":null}", "The parameter 'operationName' is given more than once.")]
    [InlineData("{\"query\":\"{a}\",\"variables\":{},\"variables\":{}}", "The parameter 'variables' is given more than once.")]
    [InlineData("{\"documentId\":7}", "The parameter 'documentId' must be a string or null.")]
    [InlineData("{\"id\":7}", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("{\"extensions\":{}}", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("{\"query\":\"\\uD800\"}", "The request body holds a string that is not valid Unicode.")]
    [InlineData(
        "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"\\uD800\"}}}",
        "The extension 'persistedQuery' must be {\"version\": 1, \"sha256Hash\": \"<64 hexadecimal digits>\"}.")]
    public async Task A_body_that_is_no_request_is_400_with_one_clear_error(string body, string message)
    {
        var response = await api.SendAsync(ApiServer.Post(body), api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(message, response.Message);
        Assert.Equal("HC0011", response.Code);
    }

    [Theory]
    [InlineData("/graphql", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("/graphql?query=", "The request needs a parameter 'query' with a GraphQL document.")]
    [InlineData("/graphql?query={a}&query={b}", "The parameter 'query' is given more than once.")]
    [InlineData("/graphql?query={a}&variables=[]", "The parameter 'variables' must be an object or null.")]
    [InlineData("/graphql?query={a}&variables={", "The parameter 'variables' is not valid JSON.")]
    [InlineData("/graphql?query={a}&extensions={}{}", "The parameter 'extensions' is not valid JSON.")]
    public async Task A_query_string_that_is_no_request_is_400_with_one_clear_error(string path, string message)
    {
        var response = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(message, response.Message);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/graphql")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_content_type_that_is_not_json_is_415(string contentType)
    {
        var response = await api.SendAsync(ApiServer.Post("""{"query":"{ __typename }"}""", contentType), api.AnalystKey);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.Status);
        Assert.Equal("HC0011", response.Code);
    }

    [Fact]
    public async Task A_content_encoding_that_is_not_known_is_415()
    {
        var request = ApiServer.Post("""{"query":"{ __typename }"}""");
        request.Content!.Headers.ContentEncoding.Add("zstd");

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.Status);
    }

    [Fact]
    public async Task A_body_that_is_not_compressed_as_it_says_is_400()
    {
        var request = ApiServer.Post("""{"query":"{ __typename }"}""");
        request.Content!.Headers.ContentEncoding.Add("gzip");

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
    }

    [Fact]
    public async Task A_compressed_body_is_read()
    {
        var response = await api.SendAsync(Compressed("""{"query":"{ __typename }"}"""u8), api.AnalystKey);

        Assert.Equal("""{"data":{"__typename":"Query"}}""", response.Text);
    }

    [Fact]
    public async Task A_body_that_grows_too_large_when_decompressed_is_413()
    {
        var response = await api.SendAsync(Compressed(new byte[30_000_000]), api.AnalystKey);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.Status);
        Assert.Equal("The request body is larger than 20000000 bytes.", response.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_20_MB_is_413(bool chunked)
    {
        var request = ApiServer.Post(new string(' ', 20_000_001));
        request.Headers.TransferEncodingChunked = chunked;

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{a")]
    [InlineData("{a:{a:")]
    [InlineData("[")]
    [InlineData("query($a:[")]
    [InlineData("{a(b:[")]
    [InlineData("{a(b:{c:")]
    [InlineData("{...{")]
    public async Task A_megabyte_of_opening_brackets_is_an_error_and_the_process_lives(string piece)
    {
        var document = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        var response = await api.QueryAsync(document);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("HC0014", response.Code);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ __typename }")).Status);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public async Task Variables_nested_a_million_deep_are_an_error_and_the_process_lives(string piece)
    {
        var body = "{\"query\":\"{ __typename }\",\"variables\":" + string.Concat(Enumerable.Repeat(piece, 200_000));

        var response = await api.SendAsync(ApiServer.Post(body), api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ __typename }")).Status);
    }

    [Fact]
    public async Task Variables_may_nest_200_deep_and_no_deeper()
    {
        var touching = await PostNestedAsync(200);
        var crossing = await PostNestedAsync(201);

        Assert.Equal(HttpStatusCode.OK, touching.Status);
        Assert.Equal(HttpStatusCode.BadRequest, crossing.Status);
        Assert.Equal("The request body nests deeper than 200 levels.", crossing.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_400()
    {
        var request = ApiServer.Post("");
        request.Content = new ByteArrayContent([.. "{\"query\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        request.Content.Headers.ContentType = new("application/json");

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
    }

    [Fact]
    public async Task Nothing_of_a_request_but_its_operations_name_is_logged()
    {
        await api.QueryAsync("query Named($a: String) { __type(name: $a) { name } x: __type(name: \"Ada Lovelace\") { name } }", new { a = "9434765919" });
        await api.SendAsync(ApiServer.Post("{\"query\":\"{ __typename }\",\"operationName\":\"Ada Lovelace\\n2026 fake line\"}"), api.AnalystKey);
        await api.SendAsync(ApiServer.Post("{\"query\":\"Ada Lovelace"), api.AnalystKey);
        await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}&variables={\"a\":\"9434765919\"}"), api.AnalystKey);

        Assert.NotEmpty(api.Log.Lines);
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("9434765919", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("Ada", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("hg_", StringComparison.Ordinal));
    }

    private Task<ApiResponse> PostNestedAsync(int depth)
    {
        // The object of variables is the first level.
        var lists = depth - 1;
        var value = new string('[', lists) + new string(']', lists);
        return api.SendAsync(ApiServer.Post($$$"""{"query":"{ __typename }","variables":{"a":{{{value}}}}}"""), api.AnalystKey);
    }

    private static HttpRequestMessage Compressed(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        var request = ApiServer.Post("");
        request.Content = new ByteArrayContent(compressed.ToArray());
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        return request;
    }
}
