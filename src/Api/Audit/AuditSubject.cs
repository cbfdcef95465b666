using HealthGraph.Api.Endpoint;
using HealthGraph.Api.PersistedOperations;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Audit;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Audit;

/// <summary>Who asked for what, when and from where: taken from an operation before it is executed, so that nothing of its variables is held on to.</summary>
internal readonly struct AuditSubject(PreparedOperation operation, object? origin, Principal caller, DateTimeOffset at)
{
    private static readonly RequestOrigin Unknown = new(address: null, "none");

    private readonly RequestOrigin _origin = origin as RequestOrigin ?? Unknown;
    private readonly string _traceId = (origin as RequestOrigin ?? Unknown).TraceId;

    /// <summary>A row of the audit about it.</summary>
    public AuditEvent Event(AuditKind kind, AuditOutcome outcome, string? field) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        Kind = kind,
        Outcome = outcome,
        PrincipalId = caller.Id,
        PrincipalName = caller.Name,
        PrincipalRole = caller.Role.ToName(),
        Subject = caller.Subject,
        OperationName = operation.Definition.Name?.Value,
        DocumentHash = operation.Document.Bag.GetOrAdd(
            nameof(AuditSubject), static (_, document) => DocumentHash.Of(document.Source.Text).Hex, operation.Document),
        Field = field,
        Format = _origin.Format,
        RemoteAddress = _origin.Address,
        TraceId = _traceId,
    };
}
