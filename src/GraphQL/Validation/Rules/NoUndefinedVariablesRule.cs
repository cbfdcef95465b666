using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Variables that an operation uses, also through fragments, are its own.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-All-Variable-Uses-Defined</remarks>
internal sealed class NoUndefinedVariablesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var operation = (OperationDefinitionNode)node;
        HashSet<string>? defined = null;
        foreach (var usage in Context.VariableUsages.Under(operation))
        {
            var name = usage.Node.Name.Value;
            defined ??= NamesDefinedBy(operation);
            if (usage.BelongsToFragment || defined.Contains(name))
            {
                continue;
            }

            var by = operation.Name is { } operationName ? $" by operation \"{operationName.Value}\"" : "";
            Report($"Variable \"${name}\" is not defined{by}.", usage.Node, operation);
        }

        return false;
    }

    private static HashSet<string> NamesDefinedBy(OperationDefinitionNode operation)
    {
        var names = new HashSet<string>(operation.VariableDefinitions.Count);
        foreach (var definition in operation.VariableDefinitions)
        {
            names.Add(definition.Variable.Name.Value);
        }

        return names;
    }
}
