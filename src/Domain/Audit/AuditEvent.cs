namespace HealthGraph.Domain.Audit;

/// <summary>One row of the audit. It holds no value of a filter, no variable and nothing of a row.</summary>
public sealed record AuditEvent
{
    public required Guid Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    public required AuditKind Kind { get; init; }

    public required AuditOutcome Outcome { get; init; }

    public required Guid PrincipalId { get; init; }

    public required string PrincipalName { get; init; }

    public required string PrincipalRole { get; init; }

    /// <summary>What a token calls its bearer; null for keys.</summary>
    public string? Subject { get; init; }

    public string? OperationName { get; init; }

    /// <summary>The SHA-256 of the document, in lower-case digits.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>The field of the query or mutation, as the schema names it.</summary>
    public string? Field { get; init; }

    /// <summary>The type whose rows were read.</summary>
    public string? Relation { get; init; }

    /// <summary>The rows of it that were given out.</summary>
    public long PatientRows { get; init; }

    /// <summary>The groups of it that were given out.</summary>
    public long Groups { get; init; }

    /// <summary>Whether a number of its rows was told.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The run that a mutation asked for or changed.</summary>
    public Guid? RunId { get; init; }

    /// <summary>How the answer was sent, such as <c>json</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The address at the other end of the connection.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Ties the events of a request together, and to traces.</summary>
    public required string TraceId { get; init; }
}
