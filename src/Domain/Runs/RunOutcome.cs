using System.Text.Json;

namespace HealthGraph.Domain.Runs;

/// <summary>How a run ended.</summary>
public sealed record RunOutcome(RunState State, RunProgress Progress)
{
    public JsonElement? Outputs { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }
}

/// <summary>
/// Why a run goes back into the queue, and until when it waits there. A handover, of a node that was asked to stop, does not count as
/// a failed attempt.
/// </summary>
public sealed record RunRequeue(DateTimeOffset? DueAt, bool IsHandover, string? ErrorCode = null, string? ErrorMessage = null);
