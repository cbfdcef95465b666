using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Each variable of an operation has a name of its own.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Variable-Uniqueness</remarks>
internal sealed class UniqueVariableNamesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var variables = ((OperationDefinitionNode)node).VariableDefinitions;
        if (variables.Count > 1)
        {
            foreach (var (name, same) in Repeated.Names(variables, static definition => definition.Variable.Name))
            {
                Report($"There can be only one variable named \"${name}\".", [.. same]);
            }
        }

        return false;
    }
}
