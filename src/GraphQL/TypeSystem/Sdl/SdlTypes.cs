using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Sdl;

/// <summary>The types of one document while its schema is made. Types name each other freely: their parts are made on demand.</summary>
internal sealed partial class SdlTypes
{
    private readonly SdlSchemaOptions _options;
    private readonly DocumentNode _document;
    private readonly ILookup<string, TypeDefinitionNode> _extensions;
    private readonly OrderedDictionary<string, NamedType> _types = [];

    public SdlTypes(DocumentNode document, SdlSchemaOptions options)
    {
        _options = options;
        _document = document;
        _extensions = document.Definitions.OfType<TypeDefinitionNode>().Where(type => type.IsExtension)
            .ToLookup(type => type.Name.Value);
        foreach (var type in document.Definitions.OfType<TypeDefinitionNode>().Where(type => !type.IsExtension))
        {
            _types[type.Name.Value] = StandardTypes.ByName.GetValueOrDefault(type.Name.Value) ?? Make(type);
        }
    }

    public Schema MakeSchema()
    {
        var definition = _document.Definitions.OfType<SchemaDefinitionNode>().LastOrDefault(schema => !schema.IsExtension);
        List<SchemaDefinitionNode> nodes =
        [
            .. definition is null ? [] : new[] { definition },
            .. _document.Definitions.OfType<SchemaDefinitionNode>().Where(schema => schema.IsExtension),
        ];
        return new Schema(new SchemaOptions
        {
            Description = definition?.Description?.Value,
            Query = Root(OperationType.Query, definition, nodes),
            Mutation = Root(OperationType.Mutation, definition, nodes),
            Subscription = Root(OperationType.Subscription, definition, nodes),
            Types = [.. _types.Values],
            Directives =
            [
                .. _document.Definitions.OfType<DirectiveDefinitionNode>().Where(node => !node.IsExtension).Select(MakeDirective),
            ],
            AppliedDirectives = [.. nodes.SelectMany(node => node.Directives)],
            SyntaxNodes = nodes,
        });
    }

    // Without a schema definition the types called Query, Mutation and Subscription are the roots.
    private ObjectType? Root(OperationType operation, SchemaDefinitionNode? definition, IEnumerable<SchemaDefinitionNode> nodes)
    {
        if (definition is null && _types.GetValueOrDefault(operation.ToString()) is ObjectType byName)
        {
            return byName;
        }

        var node = nodes.SelectMany(schema => schema.OperationTypes).LastOrDefault(root => root.Operation == operation);
        return node is null ? null : (ObjectType)Find(node.Type);
    }

    private NamedType Find(NamedTypeNode node) =>
        StandardTypes.ByName.GetValueOrDefault(node.Name.Value)
        ?? _types.GetValueOrDefault(node.Name.Value)
        ?? throw new SchemaException($"Unknown type: \"{node.Name.Value}\".");

    private GraphQLType Reference(TypeNode node) => node switch
    {
        ListTypeNode list => Reference(list.Type).List(),
        NonNullTypeNode nonNull => Reference(nonNull.Type).NonNull(),
        _ => Find((NamedTypeNode)node),
    };

    private Directive MakeDirective(DirectiveDefinitionNode node)
    {
        List<DirectiveNode> applied =
        [
            .. node.Directives,
            .. _document.Definitions.OfType<DirectiveDefinitionNode>()
                .Where(extension => extension.IsExtension && extension.Name.Value == node.Name.Value)
                .SelectMany(extension => extension.Directives),
        ];
        return new Directive(node.Name.Value, node.Locations.Select(location => Location(location.Value)))
        {
            Description = node.Description?.Value,
            IsRepeatable = node.Repeatable,
            Arguments = MakeInputs(node.Arguments),
            DeprecationReason = AppliedDirectives.DeprecationReason(applied),
            AppliedDirectives = AppliedDirectives.Others(applied),
            SyntaxNode = node,
        };
    }

    private static DirectiveLocation Location(string name) => DirectiveLocations.TryParse(name, out var location)
        ? location
        : throw new SchemaException($"Unknown directive location: \"{name}\".");
}
