using HealthGraph.Api.Composition;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Uploads;

public sealed class RawUploadTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Head = "POST /graphql HTTP/1.1\r\nGraphQL-Preflight: 1\r\nContent-Type: multipart/form-data";
    private const string Fields = """
        --B
        Content-Disposition: form-data; name="operations"

        {"query":"mutation($f: Upload!) { firstBytes(file: $f) }","variables":{"f":null}}
        --B
        Content-Disposition: form-data; name="map"

        {"0":["variables.f"]}
        --B
        Content-Disposition: form-data; name="0"; filename="a.txt"


        """;

    private readonly UploadFields _fields = new();
    private ApiServer? _api;

    private ApiServer Api => _api ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync()
    {
        _api = new ApiServer(postgres) { FurtherServices = services => services.AddSingleton<ISchemaFeature>(_fields) };
        await _api.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    [Fact]
    public async Task A_resolver_reads_a_file_while_it_is_sent()
    {
        await using var connection = await StartUploadAsync();

        await connection.SendChunkAsync("first");
        Assert.Equal("first", await _fields.FirstBytes.Task.WaitAsync(TestContext.Current.CancellationToken));
        await connection.SendChunkAsync(" and then the rest");
        await connection.SendChunkAsync("\r\n--B--\r\n");
        await connection.SendAsync("0\r\n\r\n");

        var answer = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("""{"data":{"firstBytes":"5+18"}}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_whose_sender_is_gone_ends_and_the_server_lives()
    {
        await using var connection = await StartUploadAsync();
        await connection.SendChunkAsync("first");
        await _fields.FirstBytes.Task.WaitAsync(TestContext.Current.CancellationToken);

        connection.Reset();

        // The line that every request ends with.
        while (!Api.Log.Lines.Any(line => line.Contains("POST /graphql", StringComparison.Ordinal)))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal("""{"data":{"__typename":"Query"}}""", (await Api.QueryAsync("{ __typename }")).Text);
    }

    [Fact]
    public async Task A_form_that_breaks_off_is_an_error_of_the_field_that_reads_it()
    {
        var answer = await RawConnection.SendAsync(Api, $"{Head}; boundary=B", CrLf(Fields) + "first and no end");

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("The form breaks off, or is none: it could not be read to its end.", answer, StringComparison.Ordinal);
        Assert.Contains("HC0033", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("; boundary=")]
    [InlineData("; boundary=\"\"")]
    [InlineData("; boundary=C")]
    [InlineData("; boundary=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB")]
    public async Task A_boundary_that_divides_nothing_is_400(string boundary)
    {
        var answer = await RawConnection.SendAsync(Api, Head + boundary, CrLf(Fields) + "x\r\n--B--\r\n");

        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
        Assert.Contains("HC0033", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quoted_boundary_is_the_same_boundary()
    {
        var answer = await RawConnection.SendAsync(Api, $"{Head}; boundary=\"B\"", CrLf(Fields) + "12345678\r\n--B--\r\n");

        Assert.Contains("""{"data":{"firstBytes":"5+3"}}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_a_part_are_bounded()
    {
        var part = $"--B\r\nContent-Disposition: form-data; name=\"operations\"\r\nX-Long: {new string('x', 20_000)}\r\n\r\n{{}}\r\n--B--\r\n";

        var answer = await RawConnection.SendAsync(Api, $"{Head}; boundary=B", part);

        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
    }

    private async Task<RawConnection> StartUploadAsync()
    {
        var connection = await RawConnection.OpenAsync(Api);
        await connection.SendAsync(
            $"{Head}; boundary=B\r\nHost: test\r\nConnection: close\r\nAuthorization: Bearer {Api.AnalystKey}\r\nTransfer-Encoding: chunked\r\n\r\n");
        await connection.SendChunkAsync(CrLf(Fields));
        return connection;
    }

    private static string CrLf(string text) => text.ReplaceLineEndings("\r\n");
}
