namespace HealthGraph.Api.Tests.Endpoint;

public sealed class RawHttpTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Query = """{"query":"{ __typename }"}""";
    private const string Result = """{"data":{"__typename":"Query"}}""";

    [Theory]
    [InlineData("Content-Type: application/json")]
    [InlineData("Content-Type: APPLICATION/JSON")]
    [InlineData("Content-Type: application/json;charset=UTF-8")]
    [InlineData("Content-Type: application/json; charset=\"Utf-8\"")]
    [InlineData("Content-Type: application/json; odd=parameter; charset=utf-8")]
    [InlineData("Content-Type: application/json\r\nContent-Encoding: identity")]
    public async Task A_request_in_utf8_is_read_however_its_type_is_written(string header)
    {
        var answer = await RawConnection.SendAsync(api, $"POST /graphql HTTP/1.1\r\n{header}", Query);

        Assert.Contains(Result, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-None: 1")]
    [InlineData("Content-Type:")]
    [InlineData("Content-Type: json")]
    [InlineData("Content-Type: application/json-patch+json")]
    [InlineData("Content-Type: application/json; charset=utf-16")]
    [InlineData("Content-Type: application/json; charset=\"iso-8859-1\"")]
    [InlineData("Content-Type: application/json\r\nContent-Type: text/plain")]
    [InlineData("Content-Type: application/json, text/plain")]
    public async Task A_request_of_another_type_is_415(string header)
    {
        var answer = await RawConnection.SendAsync(api, $"POST /graphql HTTP/1.1\r\n{header}", Query);

        Assert.StartsWith("HTTP/1.1 415 Unsupported Media Type", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    [InlineData("compress")]
    public async Task An_encoding_that_is_not_known_is_415_and_the_answer_says_which_are(string encoding)
    {
        var answer = await RawConnection.SendAsync(
            api, $"POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}", Query);

        Assert.StartsWith("HTTP/1.1 415 Unsupported Media Type", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccept-Encoding: gzip, br, deflate\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over_and_trailing_text_is_not()
    {
        const string Head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json";

        Assert.Contains(Result, await RawConnection.SendAsync(api, Head, "\uFEFF" + Query), StringComparison.Ordinal);
        Assert.Contains(Result, await RawConnection.SendAsync(api, Head, $" \r\n\t{Query}\r\n "), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await RawConnection.SendAsync(api, Head, Query + "x"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await RawConnection.SendAsync(api, Head, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_long_is_told_by_the_status()
    {
        var url = await RawConnection.SendAsync(api, $"GET /graphql?query={{a{new string('a', 20_000)}}} HTTP/1.1", "");
        var header = await RawConnection.SendAsync(api, $"GET /graphql?query={{__typename}} HTTP/1.1\r\nX-Long: {new string('a', 50_000)}", "");

        Assert.StartsWith("HTTP/1.1 414", url, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_has_the_headers_of_a_get_and_no_body()
    {
        var answer = await RawConnection.SendAsync(api, "HEAD /graphql?query={__typename} HTTP/1.1", "");

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Result.Length}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_get_may_not_be_made_a_mutation_by_what_else_is_sent()
    {
        var body = await RawConnection.SendAsync(
            api, "GET /graphql?query={__typename} HTTP/1.1\r\nContent-Type: application/json", """{"query":"mutation { __typename }"}""");
        var method = await RawConnection.SendAsync(
            api, "GET /graphql?query=mutation{__typename} HTTP/1.1\r\nX-HTTP-Method-Override: POST", "");

        Assert.Contains(Result, body, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 405", method, StringComparison.Ordinal);
    }
}
