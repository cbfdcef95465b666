using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation;

/// <summary>The fragments of a document by name, and which of them lead to which.</summary>
internal sealed class FragmentIndex
{
    private readonly Dictionary<string, FragmentDefinitionNode> _byName = [];
    private readonly Dictionary<SelectionSetNode, List<FragmentSpreadNode>> _spreads = [];
    private readonly Dictionary<OperationDefinitionNode, List<FragmentDefinitionNode>> _reached = [];
    private readonly int _maxVisits;
    private int _visits;

    public FragmentIndex(DocumentNode document, int maxVisits)
    {
        _maxVisits = maxVisits;
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode { Name: { } name } fragment)
            {
                _byName[name.Value] = fragment;
            }
        }
    }

    public FragmentDefinitionNode? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The spreads in a selection set and its inner ones: the outer first, then inner sets from the last one up.</summary>
    public List<FragmentSpreadNode> Spreads(SelectionSetNode set)
    {
        if (_spreads.TryGetValue(set, out var spreads))
        {
            return spreads;
        }

        spreads = [];
        var pending = new Stack<SelectionSetNode>();
        pending.Push(set);
        while (pending.TryPop(out var next))
        {
            foreach (var selection in next.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                {
                    spreads.Add(spread);
                }
                else if (SelectionSetOf(selection) is { } inner)
                {
                    pending.Push(inner);
                }
            }
        }

        return _spreads[set] = spreads;
    }

    /// <summary>The fragments an operation uses, however indirectly, each once, those nearer to it first.</summary>
    public List<FragmentDefinitionNode> ReachedFrom(OperationDefinitionNode operation)
    {
        if (_reached.TryGetValue(operation, out var reached))
        {
            return reached;
        }

        reached = [];
        HashSet<string>? known = null;
        Follow(operation.SelectionSet, ref known, reached);
        for (var i = 0; i < reached.Count; i++)
        {
            CountVisit();
            Follow(reached[i].SelectionSet, ref known, reached);
        }

        return _reached[operation] = reached;
    }

    /// <summary>Names that some operation uses, however indirectly.</summary>
    public HashSet<string> NamesUsedBy(List<OperationDefinitionNode> operations)
    {
        HashSet<string>? known = null;
        List<FragmentDefinitionNode> reached = [];
        foreach (var operation in operations)
        {
            Follow(operation.SelectionSet, ref known, reached);
        }

        for (var i = 0; i < reached.Count; i++)
        {
            Follow(reached[i].SelectionSet, ref known, reached);
        }

        return known ?? [];
    }

    /// <summary>Counts a fragment entered from an operation: operations times fragments must stay payable.</summary>
    public void CountVisit()
    {
        if (++_visits > _maxVisits)
        {
            throw ValidationAbortedException.Because(
                $"Validation aborted: the operations of the document use fragments more than {_maxVisits} times.");
        }
    }

    public static SelectionSetNode? SelectionSetOf(SelectionNode selection) => selection switch
    {
        FieldNode field => field.SelectionSet,
        InlineFragmentNode fragment => fragment.SelectionSet,
        _ => null,
    };

    private void Follow(SelectionSetNode set, ref HashSet<string>? known, List<FragmentDefinitionNode> reached)
    {
        foreach (var spread in Spreads(set))
        {
            if ((known ??= []).Add(spread.Name.Value) && Find(spread.Name.Value) is { } fragment)
            {
                reached.Add(fragment);
            }
        }
    }
}
