using HealthGraph.Domain.Audit;

namespace HealthGraph.Api.Audit;

/// <summary>What one place in the buffer holds: one statement, or one mutation.</summary>
internal interface IAuditEntry
{
    /// <summary>Adds its rows of the audit. Called once, off the way of the request.</summary>
    void AppendTo(List<AuditEvent> events);
}
