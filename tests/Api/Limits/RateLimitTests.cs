using System.Net;
using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Limits;

public sealed class RateLimitTests(PostgresServer postgres)
{
    [Fact]
    public async Task Requests_of_a_minute_are_counted_for_each_caller_and_refused_past_the_limit()
    {
        await using var api = await StartAsync(("RequestsPerMinute", "3"));
        for (var left = 2; left >= 0; left--)
        {
            var served = await api.QueryAsync("{ __typename }");
            Assert.Equal(HttpStatusCode.OK, served.Status);
            Assert.Equal("\"requests\";q=3;w=60", served.Header("RateLimit-Policy"));
            Assert.Matches($"^\"requests\";r={left};t=(60|[1-5]?[0-9])$", served.Header("RateLimit"));
        }

        var refused = await api.QueryAsync("{ __typename }");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("RATE_LIMITED", refused.Code);
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ __typename }", key: api.AdminKey)).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ __typename }", key: await api.CreateKeyAsync(Role.Analyst))).Status);
    }

    [Fact]
    public async Task What_operations_cost_adds_up_and_one_that_is_not_covered_is_not_executed()
    {
        await using var api = await StartAsync(("CostPerMinute", "250"));
        var first = await api.QueryAsync("{ patients(first: 1) { nodes { id } } }");
        Assert.False(first.Json.TryGetProperty("errors", out _), first.Text);
        Assert.Matches("^\"cost\";r=[0-9]{2,3};t=", first.Header("RateLimit"));

        var refused = await api.QueryAsync("{ a: patients(first: 10) { nodes { id } } b: patients(first: 11) { nodes { id } } c: patients(first: 12) { nodes { id } } d: patients(first: 13) { totalCount groups { count } } e: carePlans { totalCount groups { count } } f: appointments { totalCount groups { count } } g: visitPlans { totalCount groups { count } } h: therapists { totalCount groups { count } }  i: destinations { totalCount groups { count } } j: runs { totalCount } }");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("RATE_LIMITED", refused.Code);
        Assert.False(refused.Json.TryGetProperty("data", out _), refused.Text);
        Assert.NotNull(refused.Header("Retry-After"));
    }

    [Fact]
    public async Task Operations_of_a_socket_count_like_requests_and_with_them()
    {
        await using var api = await StartAsync(("RequestsPerMinute", "3"));
        using var socket = await SocketClient.ConnectAsync(api);
        for (var id = 0; id < 2; id++)
        {
            await socket.SubscribeAsync($"{id}", "{ __typename }");
            Assert.Equal("next", (await socket.ReceiveAsync()).GetProperty("type").GetString());
            Assert.Equal("complete", (await socket.ReceiveAsync()).GetProperty("type").GetString());
        }

        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ __typename }")).Status);
        await socket.SubscribeAsync("refused", "{ __typename }");
        var refused = await socket.ReceiveAsync();

        Assert.Equal("error", refused.GetProperty("type").GetString());
        Assert.Equal("RATE_LIMITED", refused.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await api.QueryAsync("{ __typename }")).Status);
        using var others = await SocketClient.ConnectAsync(api, api.AdminKey);
        await others.SubscribeAsync("1", "{ __typename }");
        Assert.Equal("next", (await others.ReceiveAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task What_operations_of_a_socket_cost_is_charged_too()
    {
        await using var api = await StartAsync(("CostPerMinute", "1"));
        using var socket = await SocketClient.ConnectAsync(api);

        await socket.SubscribeAsync("1", "{ patients { nodes { id } } }");
        var refused = await socket.ReceiveAsync();

        Assert.Equal("error", refused.GetProperty("type").GetString());
        Assert.Equal("RATE_LIMITED", refused.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_limits_nothing_is_said_of_them()
    {
        await using var api = await StartAsync();

        var response = await api.QueryAsync("{ __typename }");

        Assert.Null(response.Header("RateLimit"));
        Assert.Null(response.Header("RateLimit-Policy"));
    }

    private async Task<ApiServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var api = new ApiServer(postgres);
        foreach (var (name, value) in settings)
        {
            api.Settings[$"HealthGraph:GraphQL:{name}"] = value;
        }

        await api.InitializeAsync();
        return api;
    }
}
