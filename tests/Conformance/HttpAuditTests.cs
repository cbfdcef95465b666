using HealthGraph.Api.Tests;

namespace HealthGraph.Conformance.Tests;

public sealed class HttpAuditTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    [Gate("HTTP audit", "graphql-http 1.23.1")]
    public async Task Every_audit_of_graphql_http_passes() =>
        await NodeOracle.HoldAsync(atLeast: 61, "audit.mjs", new Uri(api.Address, "/graphql").ToString(), api.AnalystKey);
}
