using System.Net;
using System.Text.Json;

namespace HealthGraph.Api.Tests.Limits;

public sealed class CostLimitTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Theory]
    // Statement 100, nodes 1; Query, connection and three plans.
    [InlineData("{ visitPlans(first: 3) { nodes { visitPlanId } } }", 101, 5)]
    // Each plan has a therapist (1) and a list (1) of at most 50 entries unless it says otherwise.
    [InlineData("{ visitPlans(first: 3) { nodes { therapist { lastName } entries { weeks } } } }", 107, 158)]
    [InlineData("{ visitPlans(first: 3) { nodes { entries(first: 2) { weeks } } } }", 104, 11)]
    // The page that the contract allows, with everything that hangs on a plan.
    [InlineData("{ visitPlans(first: 1000) { nodes { patient { state } carePlan { id } appointment { status } therapist { npi } destination { name } entries { weeks } } } }", 6101, 56002)]
    // The same with a filter of its own on every nested list: 1,000 × (list 1 + where 10 + weeks 1 + gt 10).
    [InlineData("{ visitPlans(first: 1000) { nodes { entries(where: { weeks: { gt: 2 } }) { weeks } } } }", 22101, 51002)]
    [InlineData("{ visitPlans(where: { isPublished: { eq: true } }, order: [{ createdAt: DESC }]) { totalCount nodes { planText } pageInfo { hasNextPage } } }", 243, 53)]
    [InlineData("{ run(id: \"7b3c9f9e-0000-0000-0000-000000000000\") { state } }", 10, 2)]
    [InlineData("mutation { exportVisitPlans(input: {}) { run { id } errors { __typename } } }", null, null)]
    public async Task What_a_client_may_reasonably_ask_is_priced_below_the_limit(string query, int? fieldCost, int? typeCost)
    {
        var response = await SendAsync(query, "validate");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.False(response.Json.TryGetProperty("data", out _));
        var cost = response.Json.GetProperty("extensions").GetProperty("operationCost");
        Assert.InRange(cost.GetProperty("fieldCost").GetDouble(), fieldCost ?? 0, fieldCost ?? 100);
        Assert.InRange(cost.GetProperty("typeCost").GetDouble(), typeCost ?? 0, typeCost ?? 100);
    }

    [Theory]
    // A thousand times a thousand rows.
    [InlineData("{ visitPlans(first: 1000) { nodes { entries(first: 1000) { weeks } } } }", "type", 1_001_002, 100_000)]
    [InlineData("{ patients(first: 1000) { nodes { carePlans(first: 1000) { id } } } }", "type", 1_001_002, 100_000)]
    public async Task What_would_give_a_million_rows_is_refused(string query, string kind, int cost, int limit)
    {
        var response = await SendAsync(query, null);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("HC0047", response.Code);
        Assert.Equal($"The maximum allowed {kind} cost was exceeded: {cost} of {limit}.", response.Message);
    }

    [Fact]
    public async Task Many_different_statements_in_one_request_are_refused()
    {
        var query = "{ " + string.Concat(Enumerable.Range(0, 300).Select(
            i => $"a{i}: visitPlans(where: {{ planText: {{ contains: \"{i}\" }} }}) {{ totalCount }} ")) + "}";

        var response = await SendAsync(query, null);

        // 300 × (statement 100 + total 100 + where 10 + planText 1 + contains 20).
        Assert.Equal("The maximum allowed field cost was exceeded: 69300 of 30000.", response.Message);
    }

    [Fact]
    public async Task The_page_size_of_a_variable_decides()
    {
        const string Query = "query ($n: Int) { patients(first: 100) { nodes { carePlans(first: $n) { id } } } }";

        Assert.Equal("HC0047", (await SendAsync(Query, null, new { n = 1000 })).Code);
        Assert.True((await SendAsync(Query, null, new { n = 10 })).Json.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Report_gives_the_cost_beside_the_data()
    {
        var response = await SendAsync("{ visitPlans(first: 3) { nodes { visitPlanId } } }", "report");

        Assert.Equal(
            """{"data":{"visitPlans":{"nodes":[]}},"extensions":{"operationCost":{"fieldCost":101,"typeCost":5}}}""", response.Text);
    }

    private Task<ApiResponse> SendAsync(string query, string? header, object? variables = null)
    {
        var request = ApiServer.Post(JsonSerializer.Serialize(new { query, variables }));
        if (header is not null)
        {
            request.Headers.Add("GraphQL-Cost", header);
        }

        return api.SendAsync(request, api.AdminKey);
    }
}
