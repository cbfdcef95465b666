using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Finds the variables that decide a <c>@skip</c> or <c>@include</c> anywhere in an operation.</summary>
internal sealed class ConditionVariableFinder
{
    private readonly PreparedDocument _document;
    private readonly HashSet<string> _visitedFragments = [];
    private readonly List<string> _names = [];

    private ConditionVariableFinder(PreparedDocument document) => _document = document;

    public static IReadOnlyList<string> Find(PreparedDocument document, OperationDefinitionNode operation)
    {
        var finder = new ConditionVariableFinder(document);
        finder.Visit(operation.SelectionSet);
        return finder._names;
    }

    private void Visit(SelectionSetNode? selectionSet)
    {
        if (selectionSet is null)
        {
            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            AddConditions(selection.Directives);
            switch (selection)
            {
                case FieldNode field:
                    Visit(field.SelectionSet);
                    break;
                case InlineFragmentNode inline:
                    Visit(inline.SelectionSet);
                    break;
                case FragmentSpreadNode spread when _visitedFragments.Add(spread.Name.Value):
                    Visit(_document.FindFragment(spread.Name.Value)?.SelectionSet);
                    break;
                default:
                    break;
            }
        }
    }

    private void AddConditions(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if ((directive.Name.Value == SpecifiedDirectives.Skip.Name || directive.Name.Value == SpecifiedDirectives.Include.Name)
                && directive.Arguments is [{ Value: VariableNode variable }] && !_names.Contains(variable.Name.Value))
            {
                _names.Add(variable.Name.Value);
            }
        }
    }
}
