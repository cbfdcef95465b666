namespace HealthGraph.Api.Tests;

/// <summary>The folder that holds HealthGraph.sln.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string directory) => File.Exists(System.IO.Path.Combine(directory, "HealthGraph.sln"))
        ? directory
        : Find(System.IO.Path.GetDirectoryName(directory.TrimEnd('/')) ?? throw new InvalidOperationException("HealthGraph.sln was not found."));
}
