using System.Text.RegularExpressions;

namespace HealthGraph.Api.Tests.Solution;

/// <summary>docs/graphql-specification.md names tests and gates that there are.</summary>
public sealed partial class SpecificationDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "graphql-specification.md"));

    private static readonly string[] Sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains("node_modules", StringComparison.Ordinal))
            .Select(static path => path.Replace('\\', '/')),
    ];

    [Fact]
    public void Every_test_class_that_it_names_is_there()
    {
        var classes = TestClass().Matches(Document).Select(static match => match.Groups["name"].Value).Distinct().ToList();

        Assert.True(classes.Count > 50, $"Only {classes.Count} test classes were found in the document.");
        Assert.All(classes, name => Assert.Single(Sources, path => path.EndsWith($"/{name}.cs", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_gate_that_it_names_is_there()
    {
        var gates = Sources.SelectMany(static path => Gate().Matches(File.ReadAllText(path))).Select(static match => match.Groups["name"].Value).ToHashSet();
        var named = Italic().Matches(Document).Select(static match => match.Groups["name"].Value).Where(static name => name != "italics").Distinct().ToList();

        Assert.True(named.Count > 8, $"Only {named.Count} gates were found in the document.");
        Assert.All(named, name => Assert.Contains(name, gates));
    }

    [GeneratedRegex("`(?<name>(\\w+/)?\\w+Tests)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex("(?<![*\\w])\\*(?<name>[^*\\n]+)\\*(?![*\\w])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Italic();

    [GeneratedRegex("^ *\\[Gate\\(\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gate();
}
