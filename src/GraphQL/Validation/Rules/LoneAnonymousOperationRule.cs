using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>An operation without a name is alone in its document.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Lone-Anonymous-Operation</remarks>
internal sealed class LoneAnonymousOperationRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (node is OperationDefinitionNode { Name: null } && HasSeveralOperations())
        {
            Report("This anonymous operation must be the only defined operation.", node);
        }

        return false;
    }

    private bool HasSeveralOperations()
    {
        var count = 0;
        foreach (var definition in Context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode && ++count > 1)
            {
                return true;
            }
        }

        return false;
    }
}
