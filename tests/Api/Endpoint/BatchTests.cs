using System.Net;
using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class BatchTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly Counter _counter = new();
    private ApiServer? _api;

    private ApiServer Api => _api ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync()
    {
        _api = new ApiServer(postgres)
        {
            Settings = { ["HealthGraph:GraphQL:MaxBatchSize"] = "5" },
            FurtherServices = services => services.AddSingleton<ISchemaFeature>(_counter),
        };
        await _api.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    [Fact]
    public async Task Each_request_has_its_result_in_its_place_and_one_that_fails_fails_alone()
    {
        var response = await PostAsync("""
            [
              {"query": "{ a: __typename }"},
              {"query": "{ nothing }"},
              {"query": 7},
              {"query": "query($n: Int) { therapists(first: $n) { totalCount } }", "variables": {"n": 1}},
              {"variables": {}}
            ]
            """);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("application/json; charset=utf-8", response.ContentType);
        var results = response.Json.EnumerateArray().ToList();
        Assert.Equal(5, results.Count);
        Assert.Equal("""{"data":{"a":"Query"}}""", results[0].GetRawText());
        Assert.Equal("HC0016", CodeOf(results[1]));
        Assert.Equal("The parameter 'query' must be a string.", results[2].GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal("""{"data":{"therapists":{"totalCount":0}}}""", results[3].GetRawText());
        Assert.Equal("HC0011", CodeOf(results[4]));
    }

    [Fact]
    public async Task Mutations_run_in_their_order()
    {
        var response = await PostAsync("""
            [{"query":"mutation { a: count b: count }"},{"query":"mutation { c: count }"},{"query":"mutation { d: count }"}]
            """);

        Assert.Equal("""[{"data":{"a":1,"b":2}},{"data":{"c":3}},{"data":{"d":4}}]""", response.Text);
    }

    [Fact]
    public async Task A_subscription_is_refused_and_the_others_run()
    {
        var response = await PostAsync("""[{"query":"subscription { runs { id } }"},{"query":"{ __typename }"}]""");

        Assert.StartsWith(
            "A batch holds queries and mutations", response.Json[0].GetProperty("errors")[0].GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", response.Json[1].GetRawText());
    }

    [Theory]
    [InlineData("[]", "The request body is an empty array: send at least one request.")]
    [InlineData("[{},{},{},{},{},{}]", "The request body has more requests than a batch may hold, which is 5.")]
    [InlineData("[{\"query\":\"{a}\"}", "The request body is not valid JSON (line 1, byte 17).")]
    [InlineData("[{\"query\":\"{a}\"}] []", "The request body is not valid JSON (line 1, byte 19).")]
    public async Task A_list_that_is_no_batch_is_400(string body, string message)
    {
        var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(message, response.Message);
    }

    [Fact]
    public async Task Variables_nest_as_deep_as_outside_a_batch()
    {
        var touching = await PostNestedAsync(200);
        var crossing = await PostNestedAsync(201);

        Assert.Equal("""[{"data":{"__typename":"Query"}}]""", touching.Text);
        Assert.Equal("The request body nests deeper than 200 levels.", crossing.Message);
    }

    private Task<ApiResponse> PostNestedAsync(int depth) => PostAsync(
        $$$"""[{"query":"{ __typename }","variables":{"a":{{{new string('[', depth - 1)}}}{{{new string(']', depth - 1)}}}}}]""");

    private Task<ApiResponse> PostAsync(string body) => Api.SendAsync(ApiServer.Post(body), Api.AnalystKey);

    private static string? CodeOf(System.Text.Json.JsonElement result) =>
        result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    private sealed class Counter : ISchemaFeature
    {
        private int _count;

        public void AddTo(SchemaParts parts) => parts.MutationFields.Add(new Field("count", SpecifiedScalars.Int)
        {
            Description = "Counts its own executions.",
            Features = FeatureSet.Of(new AccessRule([Role.Analyst])),
            Resolve = _ => new(++_count),
        });
    }
}
