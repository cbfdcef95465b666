using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Introspection;

/// <summary>The types that a schema describes itself with.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Schema-Introspection</remarks>
public static class IntrospectionTypes
{
    /// <summary><c>__Schema</c>, which leads to all the others.</summary>
    public static ObjectType Schema { get; } = new("__Schema");
}
