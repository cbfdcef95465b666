namespace HealthGraph.Jobs.VisitPlans;

/// <summary>
/// A database snapshot, such that a later one can tell what was written since: by a transaction at or above <see cref="Xmin"/>. Every
/// transaction below it had ended; some above may have as well, whose rows then count as changed without need, but none is missed.
/// </summary>
public sealed record ExportSnapshot
{
    /// <summary>Transaction numbers mean nothing in another database.</summary>
    public required long DatabaseId { get; init; }

    public required long Xmin { get; init; }

    public required long Xmax { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Whether numbers of the earlier snapshot can be compared with this one's.</summary>
    public bool Continues(ExportSnapshot earlier) =>
        earlier.DatabaseId == DatabaseId && earlier.Xmin <= Xmax && Xmax - earlier.Xmin < int.MaxValue;
}
