using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Sdl;

/// <summary>
/// Finds references to types of the wrong kind where <see cref="Schema"/> has no way to hold them: root types that are not
/// objects, interfaces that are not interfaces, union members that are not objects. In graphql-js these are errors of validateSchema.
/// </summary>
internal static class SdlKinds
{
    public static IReadOnlyList<GraphQLError> Check(DocumentNode document)
    {
        Dictionary<string, TypeDefinitionNode?> types = [];
        foreach (var name in StandardTypes.ByName.Keys)
        {
            types[name] = null;
        }

        foreach (var type in document.Definitions.OfType<TypeDefinitionNode>().Where(type => !type.IsExtension))
        {
            types.TryAdd(type.Name.Value, type);
        }

        return [.. Roots(document, types), .. document.Definitions.OfType<TypeDefinitionNode>().SelectMany(type => References(type, types))];
    }

    private static IEnumerable<GraphQLError> Roots(DocumentNode document, Dictionary<string, TypeDefinitionNode?> types)
    {
        var named = document.Definitions.OfType<SchemaDefinitionNode>().SelectMany(schema => schema.OperationTypes).ToList();
        var byDefault = !document.Definitions.OfType<SchemaDefinitionNode>().Any(schema => !schema.IsExtension);
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            var node = named.Find(root => root.Operation == operation)?.Type;
            if (byDefault && types.ContainsKey(operation.ToString()))
            {
                node = new NamedTypeNode { Name = types[operation.ToString()]!.Name };
            }

            if (node is not null && !IsObject(node, types))
            {
                var provided = operation == OperationType.Query ? "" : " if provided";
                yield return Error(
                    $"{operation} root type must be Object type{provided}, it cannot be {node.Name.Value}.",
                    node.Source is null ? types[node.Name.Value]! : node);
            }
        }
    }

    private static IEnumerable<GraphQLError> References(TypeDefinitionNode type, Dictionary<string, TypeDefinitionNode?> types)
    {
        var interfaces = type switch
        {
            ObjectTypeDefinitionNode node => node.Interfaces,
            InterfaceTypeDefinitionNode node => node.Interfaces,
            _ => [],
        };
        foreach (var node in interfaces.Where(node => types.GetValueOrDefault(node.Name.Value) is not InterfaceTypeDefinitionNode))
        {
            yield return Error(
                $"Type {type.Name.Value} must only implement Interface types, it cannot implement {node.Name.Value}.", node);
        }

        foreach (var node in (type as UnionTypeDefinitionNode)?.Types.Where(node => !IsObject(node, types)) ?? [])
        {
            yield return Error(
                $"Union type {type.Name.Value} can only include Object types, it cannot include {node.Name.Value}.", node);
        }
    }

    private static bool IsObject(NamedTypeNode node, Dictionary<string, TypeDefinitionNode?> types) =>
        types.GetValueOrDefault(node.Name.Value) is ObjectTypeDefinitionNode
        || StandardTypes.ByName.GetValueOrDefault(node.Name.Value) is ObjectType;

    private static GraphQLError Error(string message, SyntaxNode node) =>
        GraphQLError.At(message, ErrorCodes.ValidationError, node);
}
