namespace HealthGraph.Jobs.Tests;

/// <summary>A lake's folder, gone after the test.</summary>
internal sealed class TemporaryLake : IDisposable
{
    public TemporaryLake() => System.IO.Directory.CreateDirectory(Directory);

    /// <summary>The data folder; the lake is below it.</summary>
    public string Directory { get; } = Path.Combine(Path.GetTempPath(), $"hg-lake-{Guid.NewGuid():N}");

    public string Root => Path.Combine(Directory, "lake");

    /// <summary>Every file, hidden ones included, relative to the lake.</summary>
    public List<string> Files() => !System.IO.Directory.Exists(Root)
        ? []
        : [.. System.IO.Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order()];

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
