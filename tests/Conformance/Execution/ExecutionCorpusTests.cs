namespace HealthGraph.Conformance.Tests.Execution;

public sealed class ExecutionCorpusTests
{
    [Fact]
    [Gate("execution: shared corpus", "graphql 17.1.0")]
    public async Task Every_case_of_the_execution_corpus_is_answered_as_graphql_js_answers_it()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The execution corpus is not here: set HEALTHGRAPH_GRAPHQL_CORPUS to its folder.");

        await DriverGate.HoldAsync(atLeast: 1, "run-corpus.mjs", Corpus.Folder!);
    }
}
