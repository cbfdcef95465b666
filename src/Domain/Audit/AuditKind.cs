namespace HealthGraph.Domain.Audit;

/// <summary>What an event of the audit is about. Stored by its name in capitals; a new kind needs a migration of the check.</summary>
public enum AuditKind
{
    /// <summary>Rows of a relation were read.</summary>
    Read,

    /// <summary>A mutation was asked for.</summary>
    Change,
}
