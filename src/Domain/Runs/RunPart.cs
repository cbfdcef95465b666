using System.Text.Json;

namespace HealthGraph.Domain.Runs;

/// <summary>A file that a run has finished, and that a later attempt need not write again.</summary>
public sealed record RunPart
{
    public required string FileSet { get; init; }

    public required int Number { get; init; }

    public required string Path { get; init; }

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>What the handler needs to know of the part, such as the bounds of its rows.</summary>
    public JsonElement? Detail { get; init; }
}
