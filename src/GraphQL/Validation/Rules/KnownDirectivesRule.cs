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
        var allowed = defined is null ? known!.Locations.Contains(place) : Names(defined, place);
        if (!allowed)
        {
            Report($"Directive \"@{name}\" may not be used on {Word(place)}.", node);
        }

        return true;
    }

    private static bool Names(DirectiveDefinitionNode definition, DirectiveLocation place)
    {
        var word = Word(place);
        foreach (var location in definition.Locations)
        {
            if (location.Value == word)
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
        _ => DirectiveLocation.VariableDefinition,
    };

    private static string Word(DirectiveLocation place) => place switch
    {
        DirectiveLocation.Query => "QUERY",
        DirectiveLocation.Mutation => "MUTATION",
        DirectiveLocation.Subscription => "SUBSCRIPTION",
        DirectiveLocation.Field => "FIELD",
        DirectiveLocation.FragmentSpread => "FRAGMENT_SPREAD",
        DirectiveLocation.InlineFragment => "INLINE_FRAGMENT",
        DirectiveLocation.FragmentDefinition => "FRAGMENT_DEFINITION",
        _ => "VARIABLE_DEFINITION",
    };
}
