using System.Diagnostics;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>An update in the foreground: a run like any other, done in this process.</summary>
public sealed class PatientTeamUpdates(RunExecutor executor)
{
    /// <exception cref="RunFailedException">The update failed; no membership has changed.</exception>
    public async Task<PatientTeamUpdateOutputs> UpdateAsync(
        PatientTeamUpdateArguments arguments, string requestedBy, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await executor.ExecuteForegroundAsync(PatientTeamUpdateRun.Request(arguments, requestedBy), progress, cancellationToken);
        return run.Outputs?.Deserialize<PatientTeamUpdateOutputs>(RunJson.Options)
            ?? throw new UnreachableException($"Run {run.Id} succeeded without outputs.");
    }
}
