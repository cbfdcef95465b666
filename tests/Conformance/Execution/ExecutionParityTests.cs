namespace HealthGraph.Conformance.Tests.Execution;

/// <summary>The engine beside graphql-js on generated cases; a failure prints the cases, and the seed repeats them.</summary>
public sealed class ExecutionParityTests
{
    [Fact]
    [Gate("execution: random, wired by type", "graphql 17.1.0")]
    public async Task Random_documents_over_random_schemas_are_answered_as_graphql_js_answers_them() =>
        await HoldAsync("run-execution.mjs", cases: 3_000, seed: 20_250_904);

    [Fact]
    [Gate("execution: random, nulls and errors", "graphql 17.1.0")]
    public async Task Random_data_is_completed_and_its_errors_go_up_as_graphql_js_does_it() =>
        await HoldAsync("run-values.mjs", cases: 3_000, seed: 20_250_905);

    [Fact]
    [Gate("coercion of variables and literals", "graphql 17.1.0")]
    public async Task Random_variables_and_literals_are_coerced_or_refused_as_graphql_js_does() =>
        await HoldAsync("run-inputs.mjs", cases: 3_000, seed: 1);

    private static Task HoldAsync(string script, int cases, int seed) => DriverGate.HoldAsync(cases, script, $"{cases}", $"{seed}");
}
