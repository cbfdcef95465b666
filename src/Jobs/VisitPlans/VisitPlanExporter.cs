using System.Text.Json;
using System.Diagnostics;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>An export in the foreground: a run like any other, done in this process.</summary>
public sealed class VisitPlanExporter(RunExecutor executor)
{
    /// <exception cref="RunFailedException">The export failed; nothing of it is to be seen.</exception>
    public async Task<VisitPlanExportOutputs> ExportAsync(
        VisitPlanExportArguments arguments, string requestedBy, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await executor.ExecuteForegroundAsync(VisitPlanExportRun.Request(arguments, requestedBy), progress, cancellationToken);
        return run.Outputs?.Deserialize<VisitPlanExportOutputs>(RunJson.Options)
            ?? throw new UnreachableException($"Run {run.Id} succeeded without outputs.");
    }
}

/// <summary>What came of an export.</summary>
public sealed record VisitPlanExportOutputs
{
    public required Guid RunId { get; init; }

    /// <summary>The lake: a folder or a bucket.</summary>
    public required string Lake { get; init; }

    /// <summary>The manifest's path in the lake.</summary>
    public required string Manifest { get; init; }

    public required long Rows { get; init; }

    public required long EntryRows { get; init; }

    public required long Bytes { get; init; }

    public required int Parts { get; init; }

    /// <summary>The instant that the export shows.</summary>
    public required DateTimeOffset SnapshotAt { get; init; }

    /// <summary>Where the next incremental export begins.</summary>
    public required ExportSnapshot Snapshot { get; init; }
}
