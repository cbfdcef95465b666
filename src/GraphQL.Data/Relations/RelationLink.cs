namespace HealthGraph.GraphQL.Data.Relations;

/// <summary>A way from a row to rows of another relation, by equal columns.</summary>
/// <param name="FieldName">The GraphQL field, camel case.</param>
/// <param name="Target">The other relation; a function, so that two relations can lead to each other.</param>
/// <param name="On">Pairs of a column here and a column there, by SQL name.</param>
/// <param name="Description">The field's description in the schema.</param>
public abstract record RelationLink(
    string FieldName, Func<Relation> Target, IReadOnlyList<(string Here, string There)> On, string Description);

/// <summary>A link to at most one row.</summary>
/// <param name="IsNullable">Whether the row may be missing.</param>
public sealed record ToOne(
    string FieldName, Func<Relation> Target, IReadOnlyList<(string Here, string There)> On, bool IsNullable, string Description)
    : RelationLink(FieldName, Target, On, Description)
{
    /// <summary>The links to follow first, when the columns here are those of another row.</summary>
    public IReadOnlyList<ToOne> Via { get; init; } = [];
}

/// <summary>A link to any number of rows.</summary>
/// <param name="DefaultPageSize">Rows given when <c>first</c> is left out.</param>
/// <param name="MaxPageSize">The largest <c>first</c> that is accepted.</param>
public sealed record ToMany(
    string FieldName,
    Func<Relation> Target,
    IReadOnlyList<(string Here, string There)> On,
    string Description,
    int DefaultPageSize = 50,
    int MaxPageSize = 1_000)
    : RelationLink(FieldName, Target, On, Description);
