using HealthGraph.Api.Tests;

namespace HealthGraph.Conformance.Tests;

public sealed class HttpAuditTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Every_audit_of_graphql_http_passes()
    {
        var (succeeded, output) = await NodeOracle.RunAsync("audit.mjs", new Uri(api.Address, "/graphql").ToString(), api.AnalystKey);

        Assert.True(succeeded, output);
        Assert.Contains("61 of 61 ok", output, StringComparison.Ordinal);
    }
}
