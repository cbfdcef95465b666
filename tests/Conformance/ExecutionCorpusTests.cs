using HealthGraph.Conformance.Driver;

namespace HealthGraph.Conformance.Tests;

public sealed class ExecutionCorpusTests
{
    [Theory]
    [InlineData("run-corpus.mjs")]
    [InlineData("run-introspection.mjs")]
    public async Task Every_case_of_the_execution_corpus_is_answered_as_graphql_js_answers_it(string script)
    {
        var corpus = FindCorpus();
        Assert.SkipWhen(corpus is null, "The execution corpus is not here: set HEALTHGRAPH_GRAPHQL_CORPUS to its folder.");
        await using var driver = DriverHost.Create(port: 0);
        await driver.StartAsync(TestContext.Current.CancellationToken);

        var (succeeded, output) = await NodeOracle.RunAsync(script, corpus, driver.Urls.Single());

        TestContext.Current.SendDiagnosticMessage(output.Split('\n')[0]);
        Assert.True(succeeded, output);
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
