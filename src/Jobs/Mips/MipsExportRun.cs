using System.Globalization;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Mips;

/// <summary>The request for an export, the same from a mutation, the schedule and the command line.</summary>
public static class MipsExportRun
{
    public const string Kind = "mips-export";

    /// <summary>One run of a year at a time, so that no two ever write the same year and state.</summary>
    /// <exception cref="RunFailedException">An argument is wrong; the message says which.</exception>
    public static RunRequest Request(MipsExportArguments arguments, string requestedBy, string? idempotencyKey = null) => new()
    {
        Kind = Kind,
        Arguments = JsonSerializer.SerializeToElement(arguments.Normalized(), RunJson.Options),
        ActiveKey = arguments.Year.ToString(CultureInfo.InvariantCulture),
        RequestedBy = requestedBy,
        IdempotencyKey = idempotencyKey,
    };
}
