using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A subscription does not deliver in increments, unless a condition may switch that off.</summary>
internal sealed class DeferStreamDirectiveOnValidOperationsRule(ValidationContext context) : RuleVisitor(context)
{
    private readonly HashSet<string> _faultless = [];
    private readonly List<FragmentSpreadNode> _path = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is OperationDefinitionNode { Operation: OperationType.Subscription } operation)
        {
            HashSet<string> visited = [];
            if (Check(operation.SelectionSet, visited))
            {
                _faultless.UnionWith(visited);
            }
        }

        return false;
    }

    private bool Check(SelectionSetNode set, HashSet<string> visited)
    {
        StackGuard.Check();
        var valid = true;
        foreach (var selection in set.Selections)
        {
            if (CanBeSkipped(selection))
            {
                continue;
            }

            foreach (var directive in selection.Directives)
            {
                valid &= CheckDirective(directive);
            }

            if (selection is FragmentSpreadNode spread)
            {
                valid &= CheckSpread(spread, visited);
            }
            else if (FragmentIndex.SelectionSetOf(selection) is { } inner)
            {
                valid &= Check(inner, visited);
            }
        }

        return valid;
    }

    private bool CheckSpread(FragmentSpreadNode spread, HashSet<string> visited)
    {
        var name = spread.Name.Value;
        if (_faultless.Contains(name) || !visited.Add(name) || Context.Fragments.Find(name) is not { } fragment)
        {
            return true;
        }

        Context.Fragments.CountVisit();
        _path.Add(spread);
        var valid = Check(fragment.SelectionSet, visited);
        _path.RemoveAt(_path.Count - 1);
        return valid;
    }

    private bool CheckDirective(DirectiveNode directive)
    {
        var word = directive.Name.Value switch
        {
            IncrementalDirectives.Defer => "Defer",
            IncrementalDirectives.Stream => "Stream",
            _ => null,
        };
        if (word is null || IncrementalDirectives.FindArgument(directive, "if") is VariableNode or BooleanValueNode { Value: false })
        {
            return true;
        }

        Report(
            $"{word} directive not supported on subscription operations. " +
            $"Disable `@{directive.Name.Value}` by setting the `if` argument to `false`.",
            [directive, .. Enumerable.Reverse(_path)]);
        return false;
    }

    private static bool CanBeSkipped(SelectionNode selection) =>
        (IncrementalDirectives.Find(selection.Directives, "skip") is { } skip &&
            IncrementalDirectives.FindArgument(skip, "if") is not BooleanValueNode { Value: false }) ||
        (IncrementalDirectives.Find(selection.Directives, "include") is { } include &&
            IncrementalDirectives.FindArgument(include, "if") is not (null or BooleanValueNode { Value: true }));
}
