using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests;

/// <summary>The engine beside graphql-js on generated cases; a failure prints the cases, and the seed repeats them.</summary>
public sealed class ReferenceTests
{
    [Fact]
    [Gate("coercion of variables and literals", "graphql 17.1.0")]
    public async Task Random_variables_and_literals_are_coerced_or_refused_as_graphql_js_does() =>
        await HoldAsync("run-inputs.mjs", 2_000, seed: 1);

    [Fact]
    [Gate("completion of values", "graphql 17.1.0")]
    public async Task Random_data_is_completed_and_its_errors_go_up_as_graphql_js_does_it() =>
        await HoldAsync("run-values.mjs", 1_000, seed: 1);

    private static async Task HoldAsync(string script, int cases, int seed)
    {
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);

        await NodeOracle.HoldAsync(atLeast: cases, script, driver.Urls.Single(), $"{cases}", $"{seed}");
    }
}
