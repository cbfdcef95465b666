using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

/// <summary>The way from a type as written to the type of the schema.</summary>
internal static class TypeReferences
{
    /// <summary>The type, or null when the schema has none of that name.</summary>
    public static GraphQLType? Find(Schema schema, TypeNode node) => node switch
    {
        NamedTypeNode named => schema.FindType(named.Name.Value),
        ListTypeNode list => Find(schema, list.Type)?.List(),
        NonNullTypeNode nonNull => Find(schema, nonNull.Type)?.NonNull(),
        _ => null,
    };

    public static string Print(TypeNode node) => node switch
    {
        NamedTypeNode named => named.Name.Value,
        ListTypeNode list => $"[{Print(list.Type)}]",
        NonNullTypeNode nonNull => $"{Print(nonNull.Type)}!",
        _ => "",
    };
}
