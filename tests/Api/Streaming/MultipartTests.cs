using System.Net;

namespace HealthGraph.Api.Tests.Streaming;

public sealed class MultipartTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Head = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n";
    private const string Follow = "subscription Follow($id: ID!) { runUpdated(id: $id) { state } }";

    [Fact]
    public async Task Each_event_is_a_part_that_arrives_whole_with_the_delimiter_behind_it()
    {
        var run = await api.Database.AddRunAsync();
        using var stream = await StreamReader.SubscribeAsync(api, Follow, "multipart/mixed", new { id = run });

        Assert.Equal("multipart/mixed; boundary=\"-\"", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("", await stream.ReadToAsync("\r\n---"));
        Assert.Equal(Head + """{"data":{"runUpdated":{"state":"QUEUED"}}}""", await stream.ReadToAsync("\r\n---"));
        await api.Database.SucceedAsync(run);
        Assert.EndsWith("""{"data":{"runUpdated":{"state":"SUCCEEDED"}}}""" + "\r\n-----\r\n", await stream.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apollos_subscription_protocol_wraps_each_payload()
    {
        using var stream = await StreamReader.SubscribeAsync(
            api,
            Follow,
            "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9",
            new { id = Guid.NewGuid() });

        Assert.Equal("multipart/mixed; boundary=\"-\"; subscriptionSpec=1.0", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("\r\n---" + Head + """{"payload":{"data":{"runUpdated":null}}}""" + "\r\n-----\r\n", await stream.ReadToEndAsync());
    }

    [Theory]
    [InlineData("multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/json, multipart/mixed", "application/json")]
    [InlineData("multipart/mixed; incrementalSpec=v0.2, application/json", "application/json")]
    [InlineData("application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", "application/graphql-response+json")]
    [InlineData("text/event-stream, multipart/mixed", "text/event-stream")]
    [InlineData("multipart/mixed, text/event-stream;q=0.5", "multipart/mixed")]
    [InlineData("text/event-stream, application/json;q=0.5", "text/event-stream")]
    [InlineData("text/event-stream;q=0, multipart/mixed;q=0.1, */*", "application/json")]
    public async Task An_ordinary_result_is_json_for_who_takes_json_as_readily(string accept, string mediaType)
    {
        using var response = await StreamReader.SubscribeAsync(api, "{ __typename }", accept);

        Assert.Equal(HttpStatusCode.OK, response.Response.StatusCode);
        Assert.Equal(mediaType, response.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("""{"data":{"__typename":"Query"}}""", await response.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", "text/event-stream")]
    [InlineData("application/json, multipart/mixed", "multipart/mixed")]
    [InlineData("multipart/mixed, text/event-stream;q=0.9", "multipart/mixed")]
    public async Task A_subscription_comes_as_the_stream_that_the_caller_likes_best(string accept, string mediaType)
    {
        using var response = await StreamReader.SubscribeAsync(api, Follow, accept, new { id = Guid.NewGuid() });

        Assert.Equal(mediaType, response.Response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("multipart/mixed;deferSpec=20220824, application/json")]
    public async Task Who_names_no_stream_that_is_served_gets_none(string accept)
    {
        using var response = await StreamReader.SubscribeAsync(api, Follow, accept, new { id = Guid.NewGuid() });

        Assert.Equal(HttpStatusCode.NotAcceptable, response.Response.StatusCode);
    }
}
