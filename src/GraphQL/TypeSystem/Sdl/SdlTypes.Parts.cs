using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Sdl;

internal sealed partial class SdlTypes
{
    private NamedType Make(TypeDefinitionNode definition)
    {
        IReadOnlyList<TypeDefinitionNode> nodes =
            [definition, .. _extensions[definition.Name.Value].Where(node => node.GetType() == definition.GetType())];
        var (name, description) = (definition.Name.Value, definition.Description?.Value);
        List<DirectiveNode> directives = [.. nodes.SelectMany(node => node.Directives)];
        var applied = AppliedDirectives.Others(directives);
        return definition switch
        {
            ScalarTypeDefinitionNode scalar => MakeScalar(scalar, directives, nodes),
            ObjectTypeDefinitionNode type => new ObjectType(name)
            {
                Description = description,
                InterfacesFactory = () => Parts(nodes, (ObjectTypeDefinitionNode node) => node.Interfaces).Select(Find).Cast<InterfaceType>(),
                FieldsFactory = () => MakeFields(name, Parts(nodes, (ObjectTypeDefinitionNode node) => node.Fields)),
                IsTypeOf = _options.IsTypeOf?.Invoke(type),
                AppliedDirectives = applied,
                SyntaxNodes = nodes,
            },
            InterfaceTypeDefinitionNode => new InterfaceType(name)
            {
                Description = description,
                InterfacesFactory = () => Parts(nodes, (InterfaceTypeDefinitionNode node) => node.Interfaces).Select(Find).Cast<InterfaceType>(),
                FieldsFactory = () => MakeFields(name, Parts(nodes, (InterfaceTypeDefinitionNode node) => node.Fields)),
                ResolveType = _options.TypeResolverOf?.Invoke(definition),
                AppliedDirectives = applied,
                SyntaxNodes = nodes,
            },
            UnionTypeDefinitionNode => new UnionType(name)
            {
                Description = description,
                TypesFactory = () => Parts(nodes, (UnionTypeDefinitionNode node) => node.Types).Select(Find).Cast<ObjectType>(),
                ResolveType = _options.TypeResolverOf?.Invoke(definition),
                AppliedDirectives = applied,
                SyntaxNodes = nodes,
            },
            EnumTypeDefinitionNode => new EnumType(
                name, Parts(nodes, (EnumTypeDefinitionNode node) => node.Values).Select(value => MakeEnumValue(name, value)))
            {
                Description = description,
                AppliedDirectives = applied,
                SyntaxNodes = nodes,
            },
            _ => new InputObjectType(name)
            {
                Description = description,
                FieldsFactory = () => MakeInputs(Parts(nodes, (InputObjectTypeDefinitionNode node) => node.Fields)),

                // As in graphql-js, an extension does not make a type a OneOf.
                IsOneOf = definition.Directives.Any(directive => directive.Name.Value == SpecifiedDirectives.OneOf.Name),
                AppliedDirectives = applied,
                SyntaxNodes = nodes,
            },
        };
    }

    private static IEnumerable<TPart> Parts<TNode, TPart>(
        IEnumerable<TypeDefinitionNode> nodes, Func<TNode, IEnumerable<TPart>> parts) => nodes.Cast<TNode>().SelectMany(parts);

    private ScalarType MakeScalar(
        ScalarTypeDefinitionNode node, IReadOnlyList<DirectiveNode> directives, IReadOnlyList<TypeDefinitionNode> nodes)
    {
        var coercion = _options.CoercionOf?.Invoke(node) ?? new ScalarCoercion();
        return new ScalarType(node.Name.Value)
        {
            Description = node.Description?.Value,
            SpecifiedByUrl = AppliedDirectives.SpecifiedByUrl(directives),
            CoerceOutputValue = coercion.Output,
            CoerceInputValue = coercion.Input,
            CoerceInputLiteral = coercion.Literal,
            AppliedDirectives = AppliedDirectives.Others(directives),
            SyntaxNodes = nodes,
        };
    }

    private IEnumerable<Field> MakeFields(string parent, IEnumerable<FieldDefinitionNode> nodes)
    {
        foreach (var node in nodes)
        {
            var type = Reference(node.Type);
            yield return new Field(node.Name.Value, type)
            {
                Description = node.Description?.Value,
                Arguments = MakeInputs(node.Arguments),
                DeprecationReason = AppliedDirectives.DeprecationReason(node.Directives),
                Resolve = _options.ResolverOf?.Invoke(parent, node, type),
                Subscribe = _options.SubscriberOf?.Invoke(parent, node),
                AppliedDirectives = AppliedDirectives.Others(node.Directives),
                SyntaxNode = node,
            };
        }
    }

    private InputValue[] MakeInputs(IEnumerable<InputValueDefinitionNode> nodes) =>
    [
        .. nodes.Select(node => new InputValue(node.Name.Value, Reference(node.Type))
        {
            Description = node.Description?.Value,
            DefaultValue = node.DefaultValue,
            DeprecationReason = AppliedDirectives.DeprecationReason(node.Directives),
            AppliedDirectives = AppliedDirectives.Others(node.Directives),
            SyntaxNode = node,
        }),
    ];

    private EnumValue MakeEnumValue(string type, EnumValueDefinitionNode node) =>
        new(node.Name.Value, _options.EnumValueOf?.Invoke(type, node))
        {
            Description = node.Description?.Value,
            DeprecationReason = AppliedDirectives.DeprecationReason(node.Directives),
            AppliedDirectives = AppliedDirectives.Others(node.Directives),
            SyntaxNode = node,
        };
}
