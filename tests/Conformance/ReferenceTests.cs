using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests;

/// <summary>The engine beside graphql-js on generated cases; a failure prints the cases, and the seed repeats them.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task Random_variables_and_literals_are_coerced_or_refused_as_graphql_js_does() =>
        await RunAsync(driver => ["run-inputs.mjs", driver, "2000", "1"]);

    [Fact]
    public async Task Random_data_is_completed_and_its_errors_go_up_as_graphql_js_does_it() =>
        await RunAsync(driver => ["run-values.mjs", driver, "1000", "1"]);

    private static async Task RunAsync(Func<string, string[]> script)
    {
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);
        var arguments = script(driver.Urls.Single());

        var (succeeded, output) = await NodeOracle.RunAsync(arguments[0], arguments[1..]);

        Assert.True(succeeded, output);
    }
}
