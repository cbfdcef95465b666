using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Access;

/// <summary>
/// Which rule a place of the schema comes under. The guard, the text of the schema and what a role is shown of it ask here, so that they
/// cannot say different things.
/// </summary>
internal static class AccessRules
{
    // What a root field without a rule comes under: forgetting one closes the field.
    private static readonly AccessRule AdminOnly = new([Role.Admin]);

    /// <summary>Null when the type has no rule of its own.</summary>
    public static AccessRule? Of(NamedType type) => type.Features.Get<AccessRule>();

    /// <summary>Null when the field has no rule of its own. The one of the type that it gives comes on top.</summary>
    public static AccessRule? Of(GraphQL.TypeSystem.Schema schema, NamedType parent, Field field) =>
        field.Features.Get<AccessRule>() ?? (IsRoot(schema, parent) ? AdminOnly : null);

    private static bool IsRoot(GraphQL.TypeSystem.Schema schema, NamedType type) =>
        ReferenceEquals(type, schema.QueryType)
        || ReferenceEquals(type, schema.MutationType)
        || ReferenceEquals(type, schema.SubscriptionType);
}
