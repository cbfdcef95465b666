using HealthGraph.Api.Tests;

namespace HealthGraph.Conformance.Tests;

public sealed class StreamingClientTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    [Gate("Streaming clients", "graphql-ws 6.4.2, graphql-sse 2.6.1")]
    public async Task The_stock_clients_of_both_protocols_get_what_they_ask_for()
    {
        var runs = new[] { Guid.NewGuid(), Guid.NewGuid() };
        foreach (var run in runs)
        {
            await api.Database.ExecuteAsync("INSERT INTO jobs.run (id, kind, requested_by) VALUES ($1, 'test', 'test')", run);
        }

        await NodeOracle.HoldAsync(
            atLeast: 14, "streams.mjs", [new Uri(api.Address, "/graphql").ToString(), api.AnalystKey, .. runs.Select(run => run.ToString())]);
    }
}
