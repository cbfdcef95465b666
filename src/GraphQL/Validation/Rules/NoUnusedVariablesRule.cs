using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Variables that an operation defines are used by it or its fragments.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-All-Variables-Used</remarks>
internal sealed class NoUnusedVariablesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var definition = (ExecutableDefinitionNode)node;
        if (definition.VariableDefinitions.Count > 0)
        {
            var used = UsedNames(definition);
            foreach (var variable in definition.VariableDefinitions)
            {
                if (!used.Contains(variable.Variable.Name.Value))
                {
                    Report(Message(definition, variable.Variable.Name.Value), variable);
                }
            }
        }

        return false;
    }

    private HashSet<string> UsedNames(ExecutableDefinitionNode definition)
    {
        var operation = definition as OperationDefinitionNode;
        var usages = operation is null ? Context.VariableUsages.In(definition) : Context.VariableUsages.Under(operation);
        HashSet<string> names = [];
        foreach (var usage in usages)
        {
            if (operation is null || !usage.BelongsToFragment)
            {
                names.Add(usage.Node.Name.Value);
            }
        }

        return names;
    }

    private static string Message(ExecutableDefinitionNode definition, string variable) => definition switch
    {
        FragmentDefinitionNode fragment => $"Variable \"${variable}\" is never used in fragment \"{fragment.Name!.Value}\".",
        { Name: { } name } => $"Variable \"${variable}\" is never used in operation \"{name.Value}\".",
        _ => $"Variable \"${variable}\" is never used.",
    };
}
