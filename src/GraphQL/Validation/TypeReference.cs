using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation;

/// <summary>From a type as it is written to the type it names.</summary>
internal static class TypeReference
{
    /// <summary>The type, or null when the schema has none of that name.</summary>
    public static GraphQLType? Resolve(Schema schema, TypeNode node)
    {
        StackGuard.Check();
        return node switch
        {
            NamedTypeNode named => schema.FindType(named.Name.Value),
            ListTypeNode list => Resolve(schema, list.Type)?.List(),
            NonNullTypeNode nonNull => Resolve(schema, nonNull.Type)?.NonNull(),
            _ => null,
        };
    }
}
