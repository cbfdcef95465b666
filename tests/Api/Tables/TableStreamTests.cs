using System.Net;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Tables;

/// <summary>Tables while they are sent: what is held, what ends with what, and what a client sees when it goes wrong.</summary>
public sealed class TableStreamTests(PostgresServer postgres)
{
    private const string Path = "/graphql?format=csv&query=%7BslowRows%7Bnodes%7Bnumber%20text%7D%7D%7D";

    [Fact]
    public async Task Rows_leave_before_the_last_one_is_read()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await GetAsync(api);
        var head = await client.ReadToAsync("\r\n100,");
        await SlowRows.WaitForAsync(api, "wait_event_type = 'Lock'");
        await hold.DisposeAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        await client.ReadToAsync("\r\n200000,");
        await client.ReadToAsync("\r\n0\r\n\r\n");
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task When_the_database_fails_half_way_the_connection_is_broken_off(string encoding)
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await GetAsync(api, $"Accept-Encoding: {encoding}\r\n");
        await client.ReadToAsync("\r\n\r\n");

        await SlowRows.KillAsync(api);

        Assert.False(await client.EndsAsWholeAsync());
        Assert.Contains(api.Log.Lines, line => line.Contains("broke off", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ slowRows(first: 1) { nodes { number } } }")).Status);
    }

    [Fact]
    public async Task An_ordinary_client_takes_no_half_table_for_whole()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Authorization = new("Bearer", api.AnalystKey);
        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        await SlowRows.KillAsync(api);

        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task When_the_database_fails_before_the_first_row_there_is_a_status()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var hold = await SlowRows.HoldAsync(api);
        var answer = api.SendAsync(
            new(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString($"{{slowRows(where:{{number:{{gte:{SlowRows.Waiting}}}}}){{nodes{{number text}}}}}}")}"), api.AnalystKey);

        await SlowRows.KillAsync(api);

        var response = await answer;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (response.Status, response.Code));
        Assert.Equal("1", response.Header("Retry-After"));
        Assert.Null(response.Header("Content-Disposition"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_ends_the_statement_and_gives_the_connection_back(bool whileWaiting)
    {
        await using var api = await SlowRows.StartAsync(postgres, poolSize: 1);
        var hold = whileWaiting ? await SlowRows.HoldAsync(api) : null;
        var client = await GetAsync(api);
        await client.ReadToAsync("\r\n2,");
        await SlowRows.WaitForAsync(api, whileWaiting ? "wait_event_type = 'Lock'" : "wait_event = 'ClientWrite'");

        client.Reset();

        await SlowRows.WaitForEndAsync(api);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ slowRows(first: 1) { nodes { number } } }")).Status);
        if (hold is not null)
        {
            await hold.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_client_that_reads_slowly_holds_the_database_back_and_fills_no_memory()
    {
        await using var api = await SlowRows.StartAsync(postgres);
        await using var client = await GetAsync(api);
        await client.ReadToAsync("\r\n2,");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await SlowRows.WaitForAsync(api, "wait_event = 'ClientWrite' AND state_change < clock_timestamp() - interval '1 second'");

        // 200 MB are to come; what lies between the database and the client is a few buffers.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
        await client.ReadToAsync("\r\n200000,");
    }

    [Fact]
    public async Task Time_that_runs_out_before_the_first_row_is_504()
    {
        await using var api = await SlowRows.StartAsync(postgres, ("HealthGraph:Tables:Timeout", "00:00:01"));
        await using var hold = await SlowRows.HoldAsync(api);

        var response = await api.SendAsync(
            new(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString($"{{slowRows(where:{{number:{{gte:{SlowRows.Waiting}}}}}){{nodes{{number text}}}}}}")}"), api.AnalystKey);

        Assert.Equal((HttpStatusCode.GatewayTimeout, "HC0045"), (response.Status, response.Code));
        await SlowRows.WaitForEndAsync(api);
    }

    [Fact]
    public async Task Time_that_runs_out_half_way_breaks_the_table_off()
    {
        await using var api = await SlowRows.StartAsync(postgres, ("HealthGraph:Tables:Timeout", "00:00:02"), ("HealthGraph:GraphQL:Timeout", "00:00:01"));
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await GetAsync(api);

        Assert.False(await client.EndsAsWholeAsync());
        await SlowRows.WaitForEndAsync(api);
    }

    [Theory]
    [InlineData("1", "100")]
    [InlineData("100", "1")]
    public async Task One_more_table_than_may_be_read_is_503_and_other_operations_go_on(string all, string perCaller)
    {
        await using var api = await SlowRows.StartAsync(
            postgres,
            ("HealthGraph:Tables:MaxConcurrent", all),
            ("HealthGraph:Tables:MaxConcurrentPerCaller", perCaller),
            ("HealthGraph:Tables:ConcurrencyWait", "00:00:00.1"));
        await using var hold = await SlowRows.HoldAsync(api);
        await using var client = await GetAsync(api);
        await client.ReadToAsync("\r\n\r\n");
        var refused = await api.SendAsync(new(HttpMethod.Get, Path), api.AnalystKey);
        var query = await api.QueryAsync("{ slowRows(first: 1) { nodes { number } } }");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "TOO_MANY_OPERATIONS"), (refused.Status, refused.Code));
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, query.Status);
        await hold.DisposeAsync();

        await client.ReadToAsync("\r\n0\r\n\r\n");
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(new(HttpMethod.Get, Path.Replace("slowRows", "slowRows(first:1)")), api.AnalystKey)).Status);
    }

    [Fact]
    public async Task The_log_tells_how_many_rows_were_read()
    {
        await using var api = await SlowRows.StartAsync(postgres);

        await api.SendAsync(new(HttpMethod.Get, Path.Replace("slowRows", "slowRows(first:3000)")), api.AnalystKey);

        Assert.Contains(api.Log.Lines, line => line.Contains("ok, 3000 rows", StringComparison.Ordinal));
    }

    private static async Task<RawConnection> GetAsync(ApiServer api, string headers = "")
    {
        var connection = await RawConnection.OpenAsync(api);
        await connection.SendAsync($"GET {Path} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {api.AnalystKey}\r\n{headers}\r\n");
        return connection;
    }
}
