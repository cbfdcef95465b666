using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>The request for an update of memberships, the same from a mutation, the schedule and the command line.</summary>
public static class PatientTeamUpdateRun
{
    public const string Kind = "patient-team-update";

    /// <exception cref="RunFailedException">An argument is wrong; the message says which.</exception>
    public static RunRequest Request(PatientTeamUpdateArguments arguments, string requestedBy, string? idempotencyKey = null) => new()
    {
        Kind = Kind,
        Arguments = JsonSerializer.SerializeToElement(arguments.Normalized(), RunJson.Options),
        RequestedBy = requestedBy,
        IdempotencyKey = idempotencyKey,
    };
}
