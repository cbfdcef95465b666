using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Introspection does not go from list to list without end: each step multiplies the response.</summary>
internal sealed class MaxIntrospectionDepthRule(ValidationContext context) : RuleVisitor(context)
{
    // Per fragment, the deepest entry that was fine and the one that was not.
    private readonly Dictionary<string, int> _fine = [];
    private readonly Dictionary<string, int> _exceeding = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is FieldNode { Name.Value: "__schema" or "__type" } field && ExceedsField(field, [], depth: 0))
        {
            Report("Maximum introspection depth exceeded", node);
            return false;
        }

        return true;
    }

    private bool Exceeds(SelectionSetNode? set, Dictionary<string, int> visited, int depth)
    {
        StackGuard.Check();
        foreach (var selection in set?.Selections ?? [])
        {
            var exceeds = selection switch
            {
                FieldNode field => ExceedsField(field, visited, depth),
                FragmentSpreadNode spread => ExceedsFragment(spread.Name.Value, visited, depth),
                _ => Exceeds(FragmentIndex.SelectionSetOf(selection), visited, depth),
            };
            if (exceeds)
            {
                return true;
            }
        }

        return false;
    }

    private bool ExceedsField(FieldNode field, Dictionary<string, int> visited, int depth)
    {
        if (field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields" &&
            ++depth >= Context.Options.MaxIntrospectionDepth)
        {
            return true;
        }

        return Exceeds(field.SelectionSet, visited, depth);
    }

    private bool ExceedsFragment(string name, Dictionary<string, int> visited, int depth)
    {
        if (_exceeding.TryGetValue(name, out var exceeding) && exceeding <= depth)
        {
            return true;
        }

        if ((visited.TryGetValue(name, out var entered) && entered >= depth) ||
            (_fine.TryGetValue(name, out var fine) && fine >= depth) ||
            Context.Fragments.Find(name) is not { } fragment)
        {
            return false;
        }

        visited[name] = depth;
        var exceeds = Exceeds(fragment.SelectionSet, visited, depth);
        (exceeds ? _exceeding : _fine)[name] = depth;
        return exceeds;
    }
}
