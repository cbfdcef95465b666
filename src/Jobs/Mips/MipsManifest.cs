using System.Reflection;
using System.Text.Json;
using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Mips;

/// <summary>What a state's file holds. Written after the file: whoever reads the manifest finds what it says.</summary>
public sealed record MipsManifest
{
    private static readonly JsonSerializerOptions Json = new(RunJson.Options) { WriteIndented = true };

    public string Dataset { get; init; } = "mips";

    /// <summary>Of the manifest's own shape.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Of the file's columns and their meaning.</summary>
    public string ColumnsVersion { get; init; } = MipsCsv.Version;

    public string CodeVersion { get; init; } =
        typeof(MipsManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>SHA-256 of the statements that built the rows.</summary>
    public string SourceQueryHash { get; init; } = MipsRowBuilder.StatementHash;

    public required Guid RunId { get; init; }

    public required int Attempt { get; init; }

    public required int Year { get; init; }

    public required string State { get; init; }

    /// <summary>The day in the folder's name.</summary>
    public required DateOnly Date { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>A path from the root of the lake.</summary>
    public required string Path { get; init; }

    /// <summary>The same file under the run's own name, which no later run replaces.</summary>
    public required string RunPath { get; init; }

    public required long Bytes { get; init; }

    public required string Sha256 { get; init; }

    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    public required IReadOnlyDictionary<string, long> Rejects { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = MipsCsv.Columns;

    /// <summary>Null until the file has been delivered.</summary>
    public MipsDelivery? Delivery { get; init; }

    public byte[] ToUtf8() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];
}
