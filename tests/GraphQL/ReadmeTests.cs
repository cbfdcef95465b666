using HealthGraph.GraphQL.Tests.Execution;

namespace HealthGraph.GraphQL.Tests;

/// <summary>What src/GraphQL/README.md shows is what runs here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_readme_shows_the_example_as_it_is_compiled() =>
        Assert.Equal(Read("ReadmeExample.cs").Trim(), Block("csharp"), ignoreLineEndingDifferences: true);

    [Fact]
    public async Task The_example_answers_as_the_readme_says() =>
        Assert.Equal(Block("json"), await ReadmeExample.AskAsync(Requests.NoServices.Instance, TestContext.Current.CancellationToken));

    private static string Block(string language)
    {
        var readme = Read("README.md");
        var start = readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)].Trim();
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ReadmeTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
