using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Merging;

/// <summary>The shape of a response value.</summary>
internal static class Shape
{
    /// <summary>Whether values of the two types cannot stand in one place: other wrappers, or leaves that differ.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#SameResponseShape()</remarks>
    public static bool Conflicts(GraphQLType left, GraphQLType right) => (left, right) switch
    {
        _ when ReferenceEquals(left, right) => false,
        (ListType l, ListType r) => Conflicts(l.OfType, r.OfType),
        (NonNullType l, NonNullType r) => Conflicts(l.OfType, r.OfType),
        (NamedType l, NamedType r) => l.IsLeafType || r.IsLeafType,
        _ => true,
    };
}
