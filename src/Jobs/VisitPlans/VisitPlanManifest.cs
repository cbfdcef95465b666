using System.Text.Json;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>What an export holds. Written last: while a manifest stands, the files it names are there, whole and unchanged.</summary>
public sealed record VisitPlanManifest
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(RunJson.Options) { WriteIndented = true };

    public string Dataset { get; init; } = "visit-plans";

    /// <summary>Of the manifest's own shape, and of the columns' meaning.</summary>
    public int Version { get; init; } = 1;

    public required Guid RunId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The run's day in UTC.</summary>
    public required DateOnly Date { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>The one instant that all rows are as of.</summary>
    public required DateTimeOffset SnapshotAt { get; init; }

    public required ExportSnapshot Snapshot { get; init; }

    public string Rule { get; init; } =
        "Every qualifying plan as of snapshotAt, once, ordered by created_at, visit_plan_id. Names are paths from the root of the lake. "
        + "Read this file first and then only the files it lists; if one is gone, this file has been replaced: read it again.";

    public required ManifestBounds Bounds { get; init; }

    public required string Format { get; init; }

    public required string Compression { get; init; }

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public required IReadOnlyList<ManifestColumn> Columns { get; init; }

    public required IReadOnlyList<ManifestPart> Parts { get; init; }

    /// <summary>The plans' entries, one row each.</summary>
    public required ManifestFileSet Entries { get; init; }

    public byte[] ToUtf8() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Null when the text is no manifest of ours.</summary>
    public static async Task<VisitPlanManifest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<VisitPlanManifest>(stream, Json, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Which plans the export asked for.</summary>
public sealed record ManifestBounds
{
    public bool Published { get; init; } = true;

    public required DateTimeOffset AppointmentDateFrom { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? AppointmentDateBefore { get; init; }

    public required IReadOnlyList<string> States { get; init; }

    /// <summary>True when only changed plans are in it.</summary>
    public required bool Incremental { get; init; }

    /// <summary>The export that the changes are counted from; null with <see cref="Incremental"/> means that there was none, so all is in it.</summary>
    public Guid? ChangedSinceRun { get; init; }

    public DateTimeOffset? ChangedSince { get; init; }
}

public sealed record ManifestColumn(string Name, string Type);

public sealed record ManifestPart
{
    public required string Path { get; init; }

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public required string Sha256 { get; init; }

    public PlanKey? After { get; init; }

    public PlanKey? Through { get; init; }
}

public sealed record ManifestFileSet
{
    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public required IReadOnlyList<ManifestColumn> Columns { get; init; }

    public required IReadOnlyList<ManifestPart> Parts { get; init; }
}
