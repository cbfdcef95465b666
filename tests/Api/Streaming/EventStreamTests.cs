using System.Net;
using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Streaming;

public sealed class EventStreamTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
{
    private const string EventStream = "text/event-stream";
    private const string Complete = "event: complete\ndata: ";
    private const string Updated = "subscription Follow($id: ID!) { runUpdated(id: $id) { state progressRows } }";

    [Fact]
    public async Task A_run_is_followed_from_its_present_state_to_its_end()
    {
        var run = await api.Database.AddRunAsync();
        using var stream = await StreamReader.SubscribeAsync(api, Updated, EventStream, new { id = run });

        Assert.Equal("text/event-stream; charset=utf-8", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no", Assert.Single(stream.Response.Headers.GetValues("X-Accel-Buffering")));
        Assert.True(stream.Response.Headers.CacheControl is { NoStore: true, NoTransform: true });
        Assert.Equal(Next("QUEUED", null), await stream.ReadEventAsync());

        await api.Database.ProgressAsync(run, rows: 5);
        await SkipToAsync(stream, Next("RUNNING", 5));
        await api.Database.SucceedAsync(run);
        await SkipToAsync(stream, Next("SUCCEEDED", 5));
        await SkipToAsync(stream, Complete);
        Assert.Equal("", await stream.ReadToEndAsync());
    }

    [Fact]
    public async Task A_notification_of_what_was_told_already_is_not_told()
    {
        var run = await api.Database.AddRunAsync();
        using var stream = await StreamReader.SubscribeAsync(api, Updated, EventStream, new { id = run });
        Assert.Equal(Next("QUEUED", null), await stream.ReadEventAsync());

        await api.Database.ExecuteAsync($"SELECT pg_notify('jobs_run', '{run}')");
        await api.Database.ProgressAsync(run, rows: 5);

        Assert.Equal(Next("RUNNING", 5), await stream.ReadEventAsync());
    }

    [Fact]
    public async Task A_get_may_subscribe_and_may_not_mutate()
    {
        using var subscribed = await StreamReader.OpenAsync(
            api, Get($"subscription {{ runUpdated(id: \"{Guid.NewGuid()}\") {{ state }} }}"));
        using var mutation = await api.Http.SendAsync(Get("mutation { __typename }"), TestContext.Current.CancellationToken);

        Assert.Equal("event: next\ndata: {\"data\":{\"runUpdated\":null}}\n\n" + Complete + "\n\n", await subscribed.ReadToEndAsync());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, mutation.StatusCode);
        Assert.Equal("application/json", mutation.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Any_operation_can_be_asked_as_an_event_stream_and_a_mistake_in_it_is_told_there()
    {
        using var query = await StreamReader.SubscribeAsync(api, "{ __typename }", EventStream);
        using var mistake = await StreamReader.SubscribeAsync(api, "{ nothing }", EventStream);

        Assert.Equal("event: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n\n" + Complete + "\n\n", await query.ReadToEndAsync());
        Assert.Contains("HC0016", await mistake.ReadEventAsync(), StringComparison.Ordinal);
        Assert.Equal(Complete + "\n\n", await mistake.ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_itself_is_told_by_status_and_as_json()
    {
        var request = ApiServer.Post("""{"query":"{ __typename }"}""");
        request.Headers.TryAddWithoutValidation("Accept", EventStream);
        using var nobody = await StreamReader.OpenAsync(api, request);
        using var json = await StreamReader.SubscribeAsync(api, "subscription { runs { state } }", "application/json");
        using var team = await StreamReader.SubscribeAsync(api, "subscription { runs { state } }", EventStream, key: api.TeamKey);

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.Response.StatusCode);
        Assert.Equal("application/json", nobody.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("AUTH_NOT_AUTHENTICATED", await nobody.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotAcceptable, json.Response.StatusCode);
        Assert.Contains("text/event-stream", await json.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Contains("AUTH_NOT_AUTHORIZED", await team.ReadEventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_of_all_runs_are_told_and_can_be_filtered()
    {
        using var all = await StreamReader.SubscribeAsync(api, "subscription { runs { runId state } }", EventStream);
        using var some = await StreamReader.SubscribeAsync(
            api, "subscription { runs(kinds: [\"wanted\"], states: [SUCCEEDED]) { runId state } }", EventStream);
        var other = await api.Database.AddRunAsync("other");
        var wanted = await api.Database.AddRunAsync("wanted");

        await SkipToAsync(all, Event($"{{\"data\":{{\"runs\":{{\"runId\":\"{other}\",\"state\":\"QUEUED\"}}}}}}"));
        await api.Database.SucceedAsync(other);
        await api.Database.SucceedAsync(wanted);

        Assert.Contains($"{{\"runId\":\"{wanted}\",\"state\":\"SUCCEEDED\"}}", await some.ReadEventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_lives_and_ends_with_its_key_and_with_the_server()
    {
        await using var server = new ApiServer(postgres)
        {
            Settings =
            {
                ["HealthGraph:GraphQL:Subscriptions:KeepAlive"] = "00:00:00.050",
                ["HealthGraph:GraphQL:Subscriptions:KeyCheckInterval"] = "00:00:00.100",
            },
        };
        await server.InitializeAsync();
        using var revoked = await StreamReader.SubscribeAsync(server, "subscription { runs { state } }", EventStream, key: server.AdminKey);
        using var stopped = await StreamReader.SubscribeAsync(server, "subscription { runs { state } }", EventStream);

        Assert.Equal(":", await revoked.ReadToAsync("\n\n"));
        await server.Database.ExecuteAsync("UPDATE access.api_key SET revoked_at = now() WHERE role = 'admin'");
        Assert.Contains("AUTH_NOT_AUTHENTICATED", await revoked.ReadEventAsync(), StringComparison.Ordinal);
        Assert.Equal(Complete, await revoked.ReadEventAsync());

        var stopping = server.StopAsync();
        Assert.Equal(Complete, await stopped.ReadEventAsync());
        Assert.Equal("", await stopped.ReadToEndAsync());
        await stopping;
    }

    [Fact]
    public async Task A_key_and_a_node_hold_no_more_subscriptions_open_than_they_may()
    {
        await using var server = new ApiServer(postgres)
        {
            Settings =
            {
                ["HealthGraph:GraphQL:Subscriptions:MaxPerCaller"] = "1",
                ["HealthGraph:GraphQL:Subscriptions:MaxPerNode"] = "2",
            },
        };
        await server.InitializeAsync();
        var run = await server.Database.AddRunAsync();
        var third = await server.CreateKeyAsync(HealthGraph.Domain.Access.Role.Admin);

        using var first = await SubscribeAsync(server, run, server.AnalystKey);
        using var again = await SubscribeAsync(server, run, server.AnalystKey);
        using var second = await SubscribeAsync(server, run, server.AdminKey);
        using var full = await SubscribeAsync(server, run, third);

        Assert.Equal(HttpStatusCode.OK, first.Response.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, again.Response.StatusCode);
        Assert.Contains("TOO_MANY_SUBSCRIPTIONS", await again.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, second.Response.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.Response.StatusCode);
        Assert.Equal("1", full.Response.Headers.GetValues("Retry-After").Single());

        // What has ended makes room.
        await server.Database.SucceedAsync(run);
        await first.ReadToEndAsync();
        using var afterwards = await SubscribeAsync(server, run, server.AnalystKey);
        Assert.Equal(HttpStatusCode.OK, afterwards.Response.StatusCode);
    }

    [Fact]
    public async Task After_an_outage_of_the_database_a_subscriber_gets_the_state_that_it_missed()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var wire = new Endpoint.DatabaseProxy(database.ConnectionString);
        await using var server = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = wire.ConnectionString } };
        await server.InitializeAsync();
        var run = await database.AddRunAsync();
        using var stream = await SubscribeAsync(server, run, server.AnalystKey);
        Assert.Contains("QUEUED", await stream.ReadEventAsync(), StringComparison.Ordinal);

        await wire.CutAsync();
        await database.SucceedAsync(run);
        wire.Mend();

        await SkipToAsync(stream, Next("SUCCEEDED", null));
        await SkipToAsync(stream, Complete);
    }

    private static string Event(string data) => $"event: next\ndata: {data}";

    private static string Next(string state, long? rows) => Event(
        JsonSerializer.Serialize(new { data = new { runUpdated = new { state, progressRows = rows } } }));

    private static Task<StreamReader> SubscribeAsync(ApiServer server, Guid run, string key) =>
        StreamReader.SubscribeAsync(server, Updated, EventStream, new { id = run }, key);

    private HttpRequestMessage Get(string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}");
        request.Headers.Accept.ParseAdd(EventStream);
        request.Headers.Authorization = new("Bearer", api.AnalystKey);
        return request;
    }

    // A state may be told twice; it may not be left out.
    private static async Task SkipToAsync(StreamReader stream, string wanted)
    {
        while (await stream.ReadEventAsync() is var found && found != wanted)
        {
            Assert.NotEqual(Complete, found);
        }
    }
}
