using System.Diagnostics;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Directives exist and stand where they may.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Directives-Are-Defined and #sec-Directives-Are-in-Valid-Locations</remarks>
internal sealed class KnownDirectivesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var name = ((DirectiveNode)node).Name.Value;
        var defined = DirectiveDefinitions.FindInDocument(Context.Document, name);
        var known = Context.Schema.Directives.GetValueOrDefault(name);
        if (defined is null && known is null)
        {
            Report($"Unknown directive \"@{name}\".", node);
            return true;
        }

        var place = Place();
        var allowed = defined is null ? known!.Locations.Contains(place) : Allows(defined, place);
        if (!allowed)
        {
            Report($"Directive \"@{name}\" may not be used on {DirectiveLocations.NameOf(place)}.", node);
        }

        return true;
    }

    private static bool Allows(DirectiveDefinitionNode definition, DirectiveLocation place)
    {
        var name = DirectiveLocations.NameOf(place);
        foreach (var location in definition.Locations)
        {
            if (location.Value == name)
            {
                return true;
            }
        }

        return false;
    }

    private DirectiveLocation Place() => Context.Parent switch
    {
        OperationDefinitionNode { Operation: OperationType.Query } => DirectiveLocation.Query,
        OperationDefinitionNode { Operation: OperationType.Mutation } => DirectiveLocation.Mutation,
        OperationDefinitionNode => DirectiveLocation.Subscription,
        FieldNode => DirectiveLocation.Field,
        FragmentSpreadNode => DirectiveLocation.FragmentSpread,
        InlineFragmentNode => DirectiveLocation.InlineFragment,
        FragmentDefinitionNode => DirectiveLocation.FragmentDefinition,
        VariableDefinitionNode => DirectiveLocation.VariableDefinition,
        SchemaDefinitionNode => DirectiveLocation.Schema,
        ScalarTypeDefinitionNode => DirectiveLocation.Scalar,
        ObjectTypeDefinitionNode => DirectiveLocation.Object,
        FieldDefinitionNode => DirectiveLocation.FieldDefinition,
        InterfaceTypeDefinitionNode => DirectiveLocation.Interface,
        UnionTypeDefinitionNode => DirectiveLocation.Union,
        EnumTypeDefinitionNode => DirectiveLocation.Enum,
        EnumValueDefinitionNode => DirectiveLocation.EnumValue,
        InputObjectTypeDefinitionNode => DirectiveLocation.InputObject,
        InputValueDefinitionNode when Context.Path is [.., InputObjectTypeDefinitionNode, _] =>
            DirectiveLocation.InputFieldDefinition,
        InputValueDefinitionNode => DirectiveLocation.ArgumentDefinition,
        DirectiveDefinitionNode => DirectiveLocation.DirectiveDefinition,
        var other => throw new UnreachableException($"A directive cannot stand on a {other?.Kind}."),
    };
}
