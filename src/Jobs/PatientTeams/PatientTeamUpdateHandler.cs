using System.Text.Json;
using HealthGraph.Domain.PatientTeams;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Logging;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>Brings memberships up to date. It is one transaction, and to do it again changes nothing, so a retry needs no care.</summary>
internal sealed class PatientTeamUpdateHandler(PatientTeamUpdater updater, ILogger<PatientTeamUpdateHandler> logger) : IRunHandler
{
    public string Kind => PatientTeamUpdateRun.Kind;

    public async Task ExecuteAsync(RunContext context, CancellationToken cancellationToken)
    {
        var scope = context.Arguments<PatientTeamUpdateArguments>().Normalized().Scope();
        context.Report(new RunProgress("updating"));
        var result = scope.IsEverything
            ? await updater.UpdateAllAsync(cancellationToken)
            : new FullUpdateResult(await updater.UpdateAsync(scope, cancellationToken), 0);
        if (result.Unmarked > 0)
        {
            logger.UnmarkedMembershipsFound(result.Unmarked, context.Run.Id);
        }

        context.Outputs = JsonSerializer.SerializeToElement(
            new PatientTeamUpdateOutputs
            {
                Inserted = result.Counts.Inserted,
                Changed = result.Counts.Changed,
                Deleted = result.Counts.Deleted,
                Unchanged = result.Counts.Unchanged,
                Unmarked = result.Unmarked,
            },
            RunJson.Options);
    }

    public Task CleanUpAsync(RunContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static partial class PatientTeamUpdateLog
{
    [LoggerMessage(
        3301,
        LogLevel.Warning,
        "{Memberships} memberships were wrong although no input had been seen to change (run {RunId}); they are right now. Were triggers off, or was the table written by hand?")]
    public static partial void UnmarkedMembershipsFound(this ILogger logger, long memberships, Guid runId);
}
