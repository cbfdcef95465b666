using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests;

public sealed class ExecutionCorpusTests
{
    [Fact]
    [Gate("execution: shared corpus", "graphql 17.1.0")]
    public async Task Every_case_of_the_execution_corpus_is_answered_as_graphql_js_answers_it() =>
        await HoldAsync("run-corpus.mjs");

    [Fact]
    [Gate("introspection: shared corpus", "graphql 17.1.0")]
    public async Task Every_schema_of_the_execution_corpus_describes_itself_as_graphql_js_describes_it() =>
        await HoldAsync("run-introspection.mjs");

    private static async Task HoldAsync(string script)
    {
        var corpus = FindCorpus();
        Assert.SkipWhen(corpus is null, "The execution corpus is not here: set HEALTHGRAPH_GRAPHQL_CORPUS to its folder.");
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);

        await NodeOracle.HoldAsync(atLeast: 1, script, corpus, driver.Urls.Single());
    }

    internal static string? FindCorpus()
    {
        var named = Environment.GetEnvironmentVariable("HEALTHGRAPH_GRAPHQL_CORPUS");
        if (named is not null)
        {
            return named;
        }

        var shared = Path.Combine(Repository.Root, "..", "shared", "data", "graphql-corpus");
        return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
    }
}
