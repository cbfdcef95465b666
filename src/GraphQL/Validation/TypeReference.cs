using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation;

/// <summary>From a type as it is written to the type it names.</summary>
internal static class TypeReference
{
    /// <summary>The type, or null when the schema has none of that name.</summary>
    public static GraphQLType? Resolve(Schema schema, TypeNode node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return node switch
        {
            NamedTypeNode named => schema.FindType(named.Name.Value),
            ListTypeNode list => Resolve(schema, list.Type)?.List(),
            NonNullTypeNode nonNull => Resolve(schema, nonNull.Type)?.NonNull(),
            _ => null,
        };
    }

    /// <summary>The type as it is written.</summary>
    public static string Print(TypeNode node) => node switch
    {
        ListTypeNode list => $"[{Print(list.Type)}]",
        NonNullTypeNode nonNull => $"{Print(nonNull.Type)}!",
        _ => ((NamedTypeNode)node).Name.Value,
    };
}
