using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests;

/// <summary>The payloads of <c>@defer</c> and <c>@stream</c> beside those of graphql-js; the seed repeats a failing run.</summary>
public sealed class IncrementalDeliveryTests
{
    [Fact]
    [Gate("incremental delivery", "graphql 17.1.0")]
    public async Task Random_documents_are_delivered_in_the_payloads_of_graphql_js()
    {
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);

        await NodeOracle.HoldAsync(atLeast: 2_000, "incremental.mjs", driver.Urls.Single(), "2000", "1");
    }
}
