using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Directives exist and stand where they may.</summary>
internal sealed class KnownDirectivesRule : SdlRule
{
    private readonly Dictionary<string, HashSet<string>> _locations = [];

    public KnownDirectivesRule(SdlContext context)
        : base(context)
    {
        foreach (var directive in SpecifiedDirectives.All)
        {
            _locations[directive.Name] = [.. directive.Locations.Select(DirectiveLocations.NameOf)];
        }

        foreach (var directive in context.DefinedDirectives)
        {
            _locations[directive.Name.Value] = [.. directive.Locations.Select(location => location.Value)];
        }
    }

    public override bool Enter(SyntaxNode node)
    {
        if (node is not DirectiveNode { Name.Value: var name })
        {
            return true;
        }

        if (!_locations.TryGetValue(name, out var allowed))
        {
            Report($"Unknown directive \"@{name}\".", node);
        }
        else if (DirectiveLocations.NameOf(Place()) is var place && !allowed.Contains(place))
        {
            Report($"Directive \"@{name}\" may not be used on {place}.", node);
        }

        return true;
    }

    private DirectiveLocation Place() => Context.Ancestors[^1] switch
    {
        OperationDefinitionNode operation => Place(operation.Operation),
        FieldNode => DirectiveLocation.Field,
        FragmentSpreadNode => DirectiveLocation.FragmentSpread,
        InlineFragmentNode => DirectiveLocation.InlineFragment,
        FragmentDefinitionNode => DirectiveLocation.FragmentDefinition,
        VariableDefinitionNode => Context.Ancestors[^2] is OperationDefinitionNode
            ? DirectiveLocation.VariableDefinition
            : DirectiveLocation.FragmentVariableDefinition,
        SchemaDefinitionNode => DirectiveLocation.Schema,
        ScalarTypeDefinitionNode => DirectiveLocation.Scalar,
        ObjectTypeDefinitionNode => DirectiveLocation.Object,
        FieldDefinitionNode => DirectiveLocation.FieldDefinition,
        InterfaceTypeDefinitionNode => DirectiveLocation.Interface,
        UnionTypeDefinitionNode => DirectiveLocation.Union,
        EnumTypeDefinitionNode => DirectiveLocation.Enum,
        EnumValueDefinitionNode => DirectiveLocation.EnumValue,
        InputObjectTypeDefinitionNode => DirectiveLocation.InputObject,
        InputValueDefinitionNode => Context.Ancestors[^2] is InputObjectTypeDefinitionNode
            ? DirectiveLocation.InputFieldDefinition
            : DirectiveLocation.ArgumentDefinition,
        _ => DirectiveLocation.DirectiveDefinition,
    };

    private static DirectiveLocation Place(OperationType operation) => operation switch
    {
        OperationType.Query => DirectiveLocation.Query,
        OperationType.Mutation => DirectiveLocation.Mutation,
        _ => DirectiveLocation.Subscription,
    };
}
