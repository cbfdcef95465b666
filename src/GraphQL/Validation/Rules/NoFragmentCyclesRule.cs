using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>No fragment contains itself.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Fragment-Spreads-Must-Not-Form-Cycles</remarks>
internal sealed class NoFragmentCyclesRule(ValidationContext context) : RuleVisitor(context)
{
    private readonly HashSet<string> _visited = [];
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _pathIndexes = [];

    public override bool Enter(SyntaxNode node)
    {
        Detect((FragmentDefinitionNode)node);
        return false;
    }

    private void Detect(FragmentDefinitionNode fragment)
    {
        StackGuard.Check();
        var name = fragment.Name!.Value;
        if (!_visited.Add(name))
        {
            return;
        }

        var spreads = Context.Fragments.Spreads(fragment.SelectionSet);
        if (spreads.Count == 0)
        {
            return;
        }

        _pathIndexes[name] = _path.Count;
        foreach (var spread in spreads)
        {
            _path.Add(spread);
            if (_pathIndexes.TryGetValue(spread.Name.Value, out var start))
            {
                ReportCycle(spread.Name.Value, [.. _path[start..]]);
            }
            else if (Context.Fragments.Find(spread.Name.Value) is { } next)
            {
                Detect(next);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _pathIndexes.Remove(name);
    }

    private void ReportCycle(string name, FragmentSpreadNode[] cycle)
    {
        var via = string.Join(", ", cycle[..^1].Select(spread => $"\"{spread.Name.Value}\""));
        var suffix = via.Length == 0 ? "." : $" via {via}.";
        Report($"Cannot spread fragment \"{name}\" within itself{suffix}", cycle);
    }
}
