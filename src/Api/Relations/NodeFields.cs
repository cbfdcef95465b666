using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Relations;

/// <summary><c>node</c> and <c>nodes</c>. Whoever has a key may ask; the rules of the row's relation decide.</summary>
internal sealed class NodeFields : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.QueryFields.AddRange(
    [
        parts.Relations.Node(FeatureSet.Of(AccessRule.Everyone)),
        parts.Relations.Nodes(FeatureSet.Of(AccessRule.Everyone)),
    ]);
}
