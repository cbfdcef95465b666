using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

internal sealed partial class SyntaxWriter
{
    private void WriteExecutable(SyntaxNode node)
    {
        switch (node)
        {
            case OperationDefinitionNode operation:
                WriteOperation(operation);
                break;
            case FragmentDefinitionNode fragment:
                WriteFragment(fragment);
                break;
            case SelectionSetNode { Selections.Count: 0 }:
                Append("{}");
                break;
            case SelectionSetNode set:
                Block("{", set.Selections, "}");
                break;
            case FieldNode field:
                WriteField(field);
                break;
            case FragmentSpreadNode spread:
                Append($"...{spread.Name.Value}");
                Directives(spread.Directives);
                break;
            case InlineFragmentNode inline:
                Append(inline.TypeCondition is { } type ? $"... on {type.Name.Value}" : "...");
                Directives(inline.Directives);
                Append(" ");
                WriteExecutable(inline.SelectionSet);
                break;
        }
    }

    private void WriteOperation(OperationDefinitionNode operation)
    {
        if (!IsShorthand(operation))
        {
            Description(operation.Description);
            Append(NameOf(operation.Operation));
            if (operation.Name is not null || operation.VariableDefinitions.Count > 0)
            {
                Append($" {operation.Name?.Value}");
            }

            WriteVariableDefinitions(operation.VariableDefinitions);
            Directives(operation.Directives);
            Append(" ");
        }

        WriteExecutable(operation.SelectionSet);
    }

    private static bool IsShorthand(OperationDefinitionNode operation) => operation is
    {
        Operation: OperationType.Query,
        Description: null,
        Name: null,
        VariableDefinitions.Count: 0,
        Directives.Count: 0,
    };

    private static string NameOf(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };

    private void WriteVariableDefinitions(IReadOnlyList<VariableDefinitionNode> variables)
    {
        // On lines of their own, and not indented, when one of them needs several lines: so it is in graphql-js.
        if (variables.Any(NeedsLines))
        {
            Append("(\n");
            Separated(variables, "\n", WriteVariableDefinition);
            Append("\n)");
        }
        else
        {
            WriteVariablesInLine(variables);
        }
    }

    private void WriteVariablesInLine(IReadOnlyList<VariableDefinitionNode> variables)
    {
        if (variables.Count > 0)
        {
            Append("(");
            Separated(variables, ", ", WriteVariableDefinition);
            Append(")");
        }
    }

    private void WriteVariableDefinition(VariableDefinitionNode variable)
    {
        Description(variable.Description);
        Append($"${variable.Variable.Name.Value}: {ValueText.Of(variable.Type)}");
        Default(variable.DefaultValue);
        Directives(variable.Directives);
    }

    private void WriteFragment(FragmentDefinitionNode fragment)
    {
        Description(fragment.Description);
        Append($"fragment {fragment.Name?.Value}");
        WriteVariablesInLine(fragment.VariableDefinitions);
        Append($" on {fragment.TypeCondition.Name.Value}");
        Directives(fragment.Directives);
        Append(" ");
        WriteExecutable(fragment.SelectionSet);
    }

    private void WriteField(FieldNode field)
    {
        var prefix = field.Alias is { } alias ? $"{alias.Value}: {field.Name.Value}" : field.Name.Value;
        Append(prefix);
        if (field.Arguments.Count > 0)
        {
            var arguments = field.Arguments.Select(ValueText.Of).ToList();
            var inLine = string.Join(", ", arguments);
            if (prefix.Length + inLine.Length + 2 > ValueText.LongestLine)
            {
                Append(ValueText.Lines("(", arguments, ")"));
            }
            else
            {
                Append($"({inLine})");
            }
        }

        Directives(field.Directives);
        if (field.SelectionSet is { } set)
        {
            Append(" ");
            WriteExecutable(set);
        }
    }

    private void Default(ValueNode? value)
    {
        if (value is not null)
        {
            Append(" = ");
            Append(ValueText.Of(value));
        }
    }

    private static bool NeedsLines(VariableDefinitionNode variable) =>
        variable.Description is not null || HasLines(variable.DefaultValue) || variable.Directives.Any(HasLines);

    private static bool HasLines(SyntaxNode? node) => node is not null && ValueText.Of(node).Contains('\n');
}
