using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>The request for an export, the same from a mutation, the schedule and the command line.</summary>
public static class VisitPlanExportRun
{
    public const string Kind = "visit-plan-export";

    // Exports of one day share a manifest, so there is one export at a time, whatever it chooses.
    private const string ActiveKey = "visit-plans";

    /// <exception cref="RunFailedException">An argument is wrong; the message says which.</exception>
    public static RunRequest Request(VisitPlanExportArguments arguments, string requestedBy, string? idempotencyKey = null) => new()
    {
        Kind = Kind,
        Arguments = JsonSerializer.SerializeToElement(arguments.Normalized(), RunJson.Options),
        ActiveKey = ActiveKey,
        RequestedBy = requestedBy,
        IdempotencyKey = idempotencyKey,
    };
}
