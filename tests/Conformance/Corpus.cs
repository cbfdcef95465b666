namespace HealthGraph.Conformance.Tests;

/// <summary>The execution corpus, which is not part of the repository.</summary>
internal static class Corpus
{
    /// <summary>Its folder; null where it is not.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("HEALTHGRAPH_GRAPHQL_CORPUS") ?? Shared();

    private static string? Shared()
    {
        var shared = Path.Combine(Repository.Root, "..", "shared", "data", "graphql-corpus");
        return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
    }
}
