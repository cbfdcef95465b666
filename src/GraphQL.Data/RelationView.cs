using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data;

/// <summary>
/// How one kind of caller finds the rows of relations. Statements are kept for each view apart, by reference: make one for each kind of
/// caller, not for each request.
/// </summary>
public sealed class RelationView
{
    /// <summary>The schema that holds the relation's table for that caller, such as one of views that leave columns out.</summary>
    public Func<Relation, string> SchemaName { get; init; } = static relation => relation.SchemaName;

    /// <summary>
    /// A condition, in SQL, that every row holds which the caller may read: of the relation that a statement begins with, by the alias of its
    /// table; null for none. It protects nothing, the database does. It is a way in for callers of few rows.
    /// </summary>
    public Func<Relation, string, string?> Condition { get; init; } = static (_, _) => null;
}
