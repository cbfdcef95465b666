namespace HealthGraph.Domain.Audit;

/// <summary>What came of it. Stored by its name in capitals.</summary>
public enum AuditOutcome
{
    /// <summary>It was done to its end.</summary>
    Complete,

    /// <summary>It failed; of a reading, the rows are those that were written before.</summary>
    Failed,

    /// <summary>The caller left or the time was over; the rows are those that were written before.</summary>
    Cancelled,

    /// <summary>The caller may not, or asked for what cannot be.</summary>
    Refused,
}
