using System.Text.Json;

namespace HealthGraph.Domain.Runs;

/// <summary>One long piece of work: what was asked, by whom, how far it is and what came of it.</summary>
public sealed record Run
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required JsonElement Arguments { get; init; }

    /// <summary>Of one kind and key, one run at a time is queued or running. Null: any number.</summary>
    public string? ActiveKey { get; init; }

    public string? IdempotencyKey { get; init; }

    public required string RequestedBy { get; init; }

    public Guid? RetryOf { get; init; }

    public required RunState State { get; init; }

    /// <summary>Grows by one each time a node takes the run; the fencing token.</summary>
    public required int Attempt { get; init; }

    /// <summary>Attempts that ended because their node was asked to stop.</summary>
    public required int Handovers { get; init; }

    public string? LeaseOwner { get; init; }

    public string? FireInstanceId { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; init; }

    public RunProgress Progress { get; init; } = RunProgress.None;

    public JsonElement? Checkpoint { get; init; }

    public JsonElement? Outputs { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ScheduledFor { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Attempts that count against the limit.</summary>
    public int CountedAttempts => Attempt - Handovers;
}
