using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data;

/// <summary>
/// The tables behind relations for one kind of caller, such as views that leave columns out. Statements are kept for each view apart,
/// by reference: make one for each kind of caller, not for each request.
/// </summary>
/// <param name="schemaName">The schema in which that caller finds the relation's table.</param>
public sealed class RelationView(Func<Relation, string> schemaName)
{
    /// <summary>The schema in which that caller finds the relation's table.</summary>
    public string SchemaName(Relation relation) => schemaName(relation);
}
