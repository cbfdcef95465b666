using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests.Execution;

/// <summary>The driver is given cases that nobody here has seen: whatever they are, it answers and lives.</summary>
public sealed class DriverTests
{
    private static readonly string[] Garbage =
    [
        "", "x", "null", "[]", "{}", "{", """{"schema": 1, "query": 2}""", """{"schema": "type Query { a: Int }"}""", """{"query": "{ a }"}""",
        """{"schema": "", "query": ""}""", """{"schema": "type Query { a: Nope }", "query": "{ a }"}""", """{"schema": "type Query { a", "query": "{ a }"}""",
        """{"schema": "type Query { a: Int }", "query": "{ a"}""", """{"schema": "type Query { a: Int }", "query": "{ nope }"}""", """{"schema": "scalar S", "query": "{ a }"}""",
        """{"schema": "enum E type Query { a: E }", "query": "{ a }"}""", """{"schema": "union U type Query { a: U }", "query": "{ a { __typename } }"}""",
        """{"schema": "type Query implements Query { a: Int }", "query": "{ a }"}""", """{"schema": "type Query { a: Int }", "query": "{ a }", "operationName": "Nope"}""",
        $$"""{"schema": "type Query { a: Query }", "query": "{{string.Concat(Enumerable.Repeat("{a", 100_000))}}"}""",
        $$"""{"schema": "type Query { a: Int }", "query": "{ a }", "variables": {{new string('[', 100_000)}}""",
    ];

    [Fact]
    [Gate("execution: driver given garbage", "errors, then health")]
    public async Task Garbage_is_answered_with_errors_and_the_next_case_is_answered()
    {
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(driver.Urls.Single()) };

        foreach (var body in Garbage)
        {
            var answer = await ExecuteAsync(client, body);
            var isError = answer.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0;
            GateAttribute.Record(isError ? 1 : 0, 1);
            Assert.True(isError, $"{body[..Math.Min(body.Length, 100)]}: {answer}");
        }

        var next = await ExecuteAsync(client, """{"schema": "type Query { a: Int }", "query": "{ a }"}""");
        Assert.Equal(2, next.GetProperty("data").GetProperty("a").GetInt32());
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static async Task<JsonElement> ExecuteAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var response = await client.PostAsync(new Uri("/execute", UriKind.Relative), content, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }
}
