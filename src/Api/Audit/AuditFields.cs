using HealthGraph.Api.Composition;

namespace HealthGraph.Api.Audit;

/// <summary>The audit in the schema.</summary>
internal sealed class AuditFields : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.QueryFields.Add(parts.Relations.Connection(
        "auditEvents", AuditEventRelation.Relation, "Who read and changed what, the newest first. It is behind by less than a second."));
}
