using System.Text.Json;
using HealthGraph.Api.Tests.Tables;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Streaming;

/// <summary>Pages of 1 MB while they are sent, and what a client sees when the database fails in the middle of one.</summary>
public sealed class BrokenPageTests(PostgresServer postgres)
{
    private const string Page = "{ slowRows(first: 1000) { nodes { number text } } }";

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_page_begins_to_arrive_before_its_last_row_is_read(string accept)
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await PostAsync(api, Page, accept);
        await client.ReadToAsync("\"number\":300,");
        await SlowRows.WaitForAsync(api, "wait_event_type = 'Lock'");
        await hold.DisposeAsync();

        await client.ReadToAsync("\"number\":1000,");
        await client.ReadToAsync("\r\n0\r\n\r\n");
    }

    [Theory]
    [InlineData("application/json", "identity")]
    [InlineData("application/json", "gzip")]
    [InlineData("application/graphql-response+json", "identity")]
    [InlineData("text/event-stream", "identity")]
    [InlineData("multipart/mixed", "identity")]
    public async Task A_page_that_fails_half_way_is_broken_off(string accept, string encoding)
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await PostAsync(api, Page, accept, encoding);
        await client.ReadToAsync("\r\n\r\n");

        await SlowRows.KillAsync(api);

        Assert.False(await client.EndsAsWholeAsync());
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("multipart/mixed")]
    public async Task A_stream_of_rows_that_fails_half_way_says_so_and_ends(string accept)
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        using var stream = await StreamReader.SubscribeAsync(
            api, "{ slowRows(first: 1000) { nodes @stream(initialCount: 10) { number text } } }", accept);
        await stream.ReadToAsync("\"number\":200,");

        await SlowRows.KillAsync(api);

        var last = Payloads(await stream.ReadToEndAsync())[^1];
        Assert.False(last.GetProperty("hasNext").GetBoolean());
        var error = Assert.Single(Assert.Single(last.GetProperty("completed").EnumerateArray()).GetProperty("errors").EnumerateArray());
        Assert.Equal("UNAVAILABLE", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("""["slowRows","nodes"]""", error.GetProperty("path").GetRawText());
    }

    [Fact]
    public async Task A_deferred_part_that_fails_is_completed_with_its_error()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        using var stream = await StreamReader.SubscribeAsync(
            api, "{ __typename ... @defer { slowRows(first: 1000) { nodes { number text } } } }", "multipart/mixed");
        await stream.ReadToAsync("\"hasNext\":true}");

        await SlowRows.KillAsync(api);

        var last = Payloads(await stream.ReadToEndAsync())[^1];
        Assert.False(last.GetProperty("hasNext").GetBoolean());
        Assert.Contains("UNAVAILABLE", last.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"number\":1,", last.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_a_page_ends_its_statement()
    {
        await using var api = await SlowRows.StartAsync(postgres, poolSize: 1);
        await using var hold = await SlowRows.HoldAsync(api);
        var client = await PostAsync(api, Page, "application/json");
        await client.ReadToAsync("\"number\":2,");
        await SlowRows.WaitForAsync(api, "wait_event_type = 'Lock'");

        client.Reset();

        await SlowRows.WaitForEndAsync(api);
        Assert.Equal("""{"data":{"slowRows":{"nodes":[{"number":1}]}}}""", (await api.QueryAsync("{ slowRows(first: 1) { nodes { number } } }")).Text);
    }

    private static List<JsonElement> Payloads(string text) => [.. text
        .Split(["\r\n", "\n", "data: "], StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.StartsWith('{') && line.EndsWith('}'))
        .Select(line => JsonDocument.Parse(line).RootElement)];

    private static async Task<RawConnection> PostAsync(ApiServer api, string query, string accept, string encoding = "identity")
    {
        var body = JsonSerializer.Serialize(new { query });
        var connection = await RawConnection.OpenAsync(api);
        await connection.SendAsync(
            $"POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {api.AnalystKey}\r\nContent-Type: application/json\r\n" +
            $"Accept: {accept}\r\nAccept-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        return connection;
    }
}
