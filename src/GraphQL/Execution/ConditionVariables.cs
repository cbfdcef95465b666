using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>The variables that decide what an operation selects, and what it puts off.</summary>
internal sealed class ConditionVariables
{
    private readonly PreparedDocument _document;
    private readonly HashSet<string> _visitedFragments = [];
    private readonly List<string> _selecting = [];
    private readonly List<string> _deferring = [];

    private ConditionVariables(PreparedDocument document) => _document = document;

    /// <summary>Whether the operation has a <c>@defer</c> or <c>@stream</c>.</summary>
    public bool PutsOff { get; private set; }

    public static ConditionVariables Of(PreparedDocument document, OperationDefinitionNode operation)
    {
        var variables = new ConditionVariables(document);
        variables.Visit(operation.SelectionSet);
        variables._deferring.AddRange(variables._selecting.Except(variables._deferring).ToArray());
        return variables;
    }

    /// <summary>The variables of <c>@skip</c> and <c>@include</c>; for incremental delivery those of <c>@defer</c> and <c>@stream</c> as well.</summary>
    public IReadOnlyList<string> Names(bool incremental) => incremental ? _deferring : _selecting;

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
            var name = directive.Name.Value;
            if (name == SpecifiedDirectives.Skip.Name || name == SpecifiedDirectives.Include.Name)
            {
                AddCondition(directive, _selecting);
            }
            else if (name == SpecifiedDirectives.Defer.Name || name == SpecifiedDirectives.Stream.Name)
            {
                PutsOff = true;
                AddCondition(directive, _deferring);
            }
        }
    }

    private static void AddCondition(DirectiveNode directive, List<string> names)
    {
        foreach (var argument in directive.Arguments)
        {
            if (argument is { Name.Value: "if", Value: VariableNode variable } && !names.Contains(variable.Name.Value))
            {
                names.Add(variable.Name.Value);
            }
        }
    }
}
