using System.Text.Json;

namespace HealthGraph.Api.Tests.Streaming;

/// <summary>A result in several payloads, over each transport that can carry one.</summary>
public sealed class IncrementalTransportTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Query = "{ __typename ... @defer(label: \"later\") { therapists { nodes { id } } } }";
    private const string Whole = """{"data":{"__typename":"Query","therapists":{"nodes":[]}}}""";

    [Fact]
    public async Task Multipart_has_a_part_for_each_payload()
    {
        using var stream = await StreamReader.SubscribeAsync(api, Query, "application/json, multipart/mixed; incrementalSpec=v0.2");

        Assert.Equal("multipart/mixed; boundary=\"-\"", stream.Response.Content.Headers.ContentType!.ToString());
        var text = await stream.ReadToEndAsync();
        Assert.StartsWith("\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{", text, StringComparison.Ordinal);
        Assert.EndsWith("}\r\n-----\r\n", text, StringComparison.Ordinal);
        AssertPayloads(text.Split("\r\n").Where(line => line.StartsWith('{')));
    }

    [Fact]
    public async Task An_event_stream_has_an_event_for_each_payload()
    {
        using var stream = await StreamReader.SubscribeAsync(api, Query, "text/event-stream");

        var text = await stream.ReadToEndAsync();
        Assert.EndsWith("\n\nevent: complete\ndata: \n\n", text, StringComparison.Ordinal);
        AssertPayloads(text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..]));
    }

    [Fact]
    public async Task A_socket_has_a_message_for_each_payload()
    {
        using var client = await SocketClient.ConnectAsync(api);
        await client.SubscribeAsync("1", Query);

        List<string> payloads = [];
        JsonElement message;
        while ((message = await client.ReceiveAsync()).GetProperty("type").GetString() == "next")
        {
            payloads.Add(message.GetProperty("payload").GetRawText());
        }

        Assert.Equal("complete", message.GetProperty("type").GetString());
        AssertPayloads(payloads);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("*/*")]
    [InlineData("multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9")]
    public async Task Who_takes_one_payload_gets_all_in_it(string accept)
    {
        using var stream = await StreamReader.SubscribeAsync(api, Query, accept);

        Assert.Equal(Whole, await stream.ReadToEndAsync());
    }

    private static void AssertPayloads(IEnumerable<string> payloads)
    {
        var all = payloads.ToList();
        Assert.Equal(
            """{"data":{"__typename":"Query"},"pending":[{"id":"0","path":[],"label":"later"}],"hasNext":true}""", all[0]);
        Assert.Contains(all[1..], payload => payload.Contains("""{"therapists":{"nodes":[]}}""", StringComparison.Ordinal));
        Assert.EndsWith("\"hasNext\":false}", all[^1], StringComparison.Ordinal);
    }
}
