using HealthGraph.Api.Composition;

namespace HealthGraph.Api.Runs;

/// <summary>Runs in the schema.</summary>
internal sealed class RunFields : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.QueryFields.AddRange(
    [
        parts.Relations.ByKey("run", RunRelation.Relation, "One run; null when there is none of that id."),
        parts.Relations.Connection("runs", RunRelation.Relation, "All runs, the newest first."),
    ]);
}
