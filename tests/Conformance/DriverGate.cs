using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests;

/// <summary>Runs a script that compares a driver, whose URL is its first argument, with graphql-js.</summary>
internal static class DriverGate
{
    public static async Task HoldAsync(int atLeast, string script, params string[] arguments)
    {
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);

        await NodeOracle.HoldAsync(atLeast, script, [driver.Urls.Single(), .. arguments]);
    }
}
