using System.Diagnostics;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Mips;

/// <summary>An export in the foreground: a run like any other, done in this process.</summary>
public sealed class MipsExporter(RunExecutor executor)
{
    /// <exception cref="RunFailedException">A state failed; the message says which.</exception>
    public async Task<MipsExportOutputs> ExportAsync(
        MipsExportArguments arguments, string requestedBy, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await executor.ExecuteForegroundAsync(MipsExportRun.Request(arguments, requestedBy), progress, cancellationToken);
        return run.Outputs?.Deserialize<MipsExportOutputs>(RunJson.Options)
            ?? throw new UnreachableException($"Run {run.Id} succeeded without outputs.");
    }
}
