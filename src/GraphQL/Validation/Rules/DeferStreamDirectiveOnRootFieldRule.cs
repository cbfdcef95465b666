using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Mutations and subscriptions deliver their root fields at once.</summary>
internal sealed class DeferStreamDirectiveOnRootFieldRule(ValidationContext context) : RuleVisitor(context)
{
    // Fragments without a fault stay so for the next operation.
    private HashSet<string>? _faultless;

    public override bool Enter(SyntaxNode node)
    {
        var operation = (OperationDefinitionNode)node;
        if (operation.Operation != OperationType.Query && Context.Schema.RootType(operation.Operation) is { } root)
        {
            HashSet<string> visited = [];
            if (Check(operation.SelectionSet, $"root {Keyword.Of(operation.Operation)} type \"{root}\"", visited))
            {
                (_faultless ??= []).UnionWith(visited);
            }
        }

        return false;
    }

    private bool Check(SelectionSetNode set, string place, HashSet<string> visited)
    {
        StackGuard.Check();
        var valid = true;
        foreach (var selection in set.Selections)
        {
            valid &= selection switch
            {
                FieldNode => Forbid(selection, IncrementalDirectives.Stream, "Stream", place),
                FragmentSpreadNode spread => CheckSpread(spread, place, visited),
                _ => Forbid(selection, IncrementalDirectives.Defer, "Defer", place) &
                    Check(((InlineFragmentNode)selection).SelectionSet, place, visited),
            };
        }

        return valid;
    }

    private bool CheckSpread(FragmentSpreadNode spread, string place, HashSet<string> visited)
    {
        var name = spread.Name.Value;
        if (!visited.Add(name) || Context.Fragments.Find(name) is not { } fragment)
        {
            return true;
        }

        var valid = Forbid(spread, IncrementalDirectives.Defer, "Defer", place);
        if (_faultless?.Contains(name) != true)
        {
            Context.Fragments.CountVisit();
            valid &= Check(fragment.SelectionSet, place, visited);
        }

        return valid;
    }

    private bool Forbid(SelectionNode selection, string directive, string word, string place)
    {
        if (IncrementalDirectives.Find(selection.Directives, directive) is not { } found)
        {
            return true;
        }

        Report($"{word} directive cannot be used on {place}.", found);
        return false;
    }
}
