using System.Text.Json;

namespace HealthGraph.Domain.Runs;

/// <summary>What somebody asks for; a mutation, a schedule and the command line ask the same way.</summary>
public sealed record RunRequest
{
    public required string Kind { get; init; }

    public required JsonElement Arguments { get; init; }

    public required string RequestedBy { get; init; }

    /// <summary>Of one kind and key, one run at a time is queued or running. Null: any number.</summary>
    public string? ActiveKey { get; init; }

    /// <summary>The same key gives the same run, however often it is sent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Not before; null means at once.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    public Guid? RetryOf { get; init; }
}
