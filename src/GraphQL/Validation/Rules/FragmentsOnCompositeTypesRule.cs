using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Fragments are on types that have fields or members.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Fragments-on-Object-Interface-or-Union-Types</remarks>
internal sealed class FragmentsOnCompositeTypesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var condition = node is InlineFragmentNode inline ? inline.TypeCondition : ((FragmentDefinitionNode)node).TypeCondition;
        if (condition is not null && Context.Schema.FindType(condition.Name.Value) is { IsCompositeType: false })
        {
            var subject = node is FragmentDefinitionNode { Name: { } name } ? $"Fragment \"{name.Value}\"" : "Fragment";
            Report($"{subject} cannot condition on non composite type \"{condition.Name.Value}\".", condition);
        }

        return true;
    }
}
