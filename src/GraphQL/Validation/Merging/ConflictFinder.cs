using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Validation.Rules;

namespace HealthGraph.GraphQL.Validation.Merging;

/// <summary>Two selections that cannot be merged, and why.</summary>
internal sealed record FieldConflict(string ResponseName, string Reason, List<FieldNode> Fields1, List<FieldNode> Fields2);

/// <summary>
/// Compares fields pair by pair, fragments with fragments, each pair once: what it finds, and in which order, is what graphql-js
/// reports.
/// </summary>
internal sealed class ConflictFinder(ValidationContext context, MergeBudget budget)
{
    private const int MaxReasonLength = 1000;
    private const int MaxNodes = 20;

    private readonly Dictionary<(SelectionSetNode, NamedType?), SelectedFields> _selected = [];

    // True: compared as mutually exclusive only, which is less than compared.
    private readonly Dictionary<(SelectedFields, FragmentDefinitionNode), bool> _comparedWithFragment = [];
    private readonly Dictionary<(FragmentDefinitionNode, FragmentDefinitionNode), bool> _comparedFragments = [];
    private readonly ArgumentKeys _arguments = new();

    public static string Abbreviate(string text) =>
        text.Length > MaxReasonLength ? $"{text[..MaxReasonLength]}..." : text;

    /// <summary>The conflicts among the fields of a set, those of its fragments included; not many more than are enough.</summary>
    public List<FieldConflict> FindWithin(NamedType? parent, SelectionSetNode set, int enough)
    {
        List<FieldConflict> conflicts = [];
        var selected = Select(set, parent);
        foreach (var (name, fields) in selected.Groups)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                for (var j = i + 1; j < fields.Count && conflicts.Count < enough; j++)
                {
                    Compare(conflicts, exclusive: false, name, fields[i], fields[j]);
                }
            }
        }

        var fragments = selected.Fragments;
        for (var i = 0; i < fragments.Count && conflicts.Count < enough; i++)
        {
            CompareWithFragment(conflicts, exclusive: false, selected, fragments[i]);
            for (var j = i + 1; j < fragments.Count && conflicts.Count < enough; j++)
            {
                CompareFragments(conflicts, exclusive: false, fragments[i], fragments[j]);
            }
        }

        return conflicts;
    }

    private List<FieldConflict> FindBetween(
        bool exclusive, SelectionSetNode set1, NamedType? parent1, SelectionSetNode set2, NamedType? parent2)
    {
        StackGuard.Check();
        List<FieldConflict> conflicts = [];
        var selected1 = Select(set1, parent1);
        var selected2 = Select(set2, parent2);
        CompareAll(conflicts, exclusive, selected1, selected2);
        foreach (var fragment in selected2.Fragments)
        {
            CompareWithFragment(conflicts, exclusive, selected1, fragment);
        }

        foreach (var fragment in selected1.Fragments)
        {
            CompareWithFragment(conflicts, exclusive, selected2, fragment);
        }

        foreach (var fragment1 in selected1.Fragments)
        {
            foreach (var fragment2 in selected2.Fragments)
            {
                CompareFragments(conflicts, exclusive, fragment1, fragment2);
            }
        }

        return conflicts;
    }

    private void CompareWithFragment(
        List<FieldConflict> conflicts, bool exclusive, SelectedFields selected, FragmentDefinitionNode fragment)
    {
        StackGuard.Check();
        budget.Spend();
        if (selected.Groups.Count == 0 || !MarkCompared(_comparedWithFragment, (selected, fragment), exclusive))
        {
            return;
        }

        var ofFragment = Select(fragment);
        if (ReferenceEquals(selected, ofFragment))
        {
            return;
        }

        CompareAll(conflicts, exclusive, selected, ofFragment);
        foreach (var next in ofFragment.Fragments)
        {
            CompareWithFragment(conflicts, exclusive, selected, next);
        }
    }

    private void CompareFragments(
        List<FieldConflict> conflicts, bool exclusive, FragmentDefinitionNode fragment1, FragmentDefinitionNode fragment2)
    {
        StackGuard.Check();
        budget.Spend();
        if (ReferenceEquals(fragment1, fragment2) ||
            IsCompared(_comparedFragments, (fragment2, fragment1), exclusive) ||
            !MarkCompared(_comparedFragments, (fragment1, fragment2), exclusive))
        {
            return;
        }

        var selected1 = Select(fragment1);
        var selected2 = Select(fragment2);
        CompareAll(conflicts, exclusive, selected1, selected2);
        foreach (var next in selected2.Fragments)
        {
            CompareFragments(conflicts, exclusive, fragment1, next);
        }

        foreach (var next in selected1.Fragments)
        {
            CompareFragments(conflicts, exclusive, next, fragment2);
        }
    }

    private void CompareAll(List<FieldConflict> conflicts, bool exclusive, SelectedFields selected1, SelectedFields selected2)
    {
        foreach (var (name, fields1) in selected1.Groups)
        {
            if (!selected2.Groups.TryGetValue(name, out var fields2))
            {
                continue;
            }

            foreach (var field1 in fields1)
            {
                foreach (var field2 in fields2)
                {
                    Compare(conflicts, exclusive, name, field1, field2);
                }
            }
        }
    }

    private void Compare(
        List<FieldConflict> conflicts, bool exclusive, string name, SelectedField field1, SelectedField field2)
    {
        budget.Spend();
        exclusive |= field1.Parent is ObjectType && field2.Parent is ObjectType && !ReferenceEquals(field1.Parent, field2.Parent);
        if (ReasonOf(exclusive, field1, field2) is { } reason)
        {
            conflicts.Add(new FieldConflict(name, reason, [field1.Node], [field2.Node]));
        }
        else if (field1.Node.SelectionSet is { } set1 && field2.Node.SelectionSet is { } set2)
        {
            var inner = FindBetween(
                exclusive, set1, field1.Definition?.Type.Named, set2, field2.Definition?.Type.Named);
            if (inner.Count > 0)
            {
                conflicts.Add(new FieldConflict(
                    name,
                    ReasonOf(inner),
                    NodesOf(field1.Node, inner.Select(conflict => conflict.Fields1)),
                    NodesOf(field2.Node, inner.Select(conflict => conflict.Fields2))));
            }
        }
    }

    private string? ReasonOf(bool exclusive, SelectedField field1, SelectedField field2)
    {
        var (name1, name2) = (field1.Node.Name.Value, field2.Node.Name.Value);
        if (!exclusive && name1 != name2)
        {
            return $"\"{Abbreviate(name1)}\" and \"{Abbreviate(name2)}\" are different fields";
        }

        if (!exclusive && !HaveSameArguments(field1.Node.Arguments, field2.Node.Arguments))
        {
            return "they have differing arguments";
        }

        if (field1.Stream is not null || field2.Stream is not null)
        {
            return field1.Stream is not null && field2.Stream is not null &&
                HaveSameArguments(field1.Stream.Arguments, field2.Stream.Arguments)
                ? "they have overlapping stream directives. See https://github.com/graphql/defer-stream-wg/discussions/100"
                : "they have overlapping stream directives";
        }

        return field1.Definition?.Type is { } type1 && field2.Definition?.Type is { } type2 && Shape.Conflicts(type1, type2)
            ? $"they return conflicting types \"{type1}\" and \"{type2}\""
            : null;
    }

    private static string ReasonOf(List<FieldConflict> inner)
    {
        var reason = "";
        foreach (var conflict in inner)
        {
            var and = reason.Length == 0 ? "" : " and ";
            reason += $"{and}subfields \"{Abbreviate(conflict.ResponseName)}\" conflict because {conflict.Reason}";
            if (reason.Length > MaxReasonLength)
            {
                break;
            }
        }

        return Abbreviate(reason);
    }

    private static List<FieldNode> NodesOf(FieldNode field, IEnumerable<List<FieldNode>> inner)
    {
        List<FieldNode> nodes = [field];
        foreach (var fields in inner)
        {
            nodes.AddRange(fields.TakeLast(MaxNodes - nodes.Count));
            if (nodes.Count == MaxNodes)
            {
                break;
            }
        }

        return nodes;
    }

    private bool HaveSameArguments(IReadOnlyList<ArgumentNode> arguments1, IReadOnlyList<ArgumentNode> arguments2)
    {
        if (arguments1.Count != arguments2.Count)
        {
            return false;
        }

        foreach (var argument in arguments1)
        {
            var other = arguments2.LastOrDefault(candidate => candidate.Name.Value == argument.Name.Value);
            if (other is null || _arguments.Of(argument.Value) != _arguments.Of(other.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCompared<TPair>(Dictionary<TPair, bool> compared, TPair pair, bool exclusive)
        where TPair : notnull => compared.TryGetValue(pair, out var onlyExclusive) && (exclusive || !onlyExclusive);

    private static bool MarkCompared<TPair>(Dictionary<TPair, bool> compared, TPair pair, bool exclusive)
        where TPair : notnull
    {
        if (IsCompared(compared, pair, exclusive))
        {
            return false;
        }

        compared[pair] = exclusive;
        return true;
    }

    private SelectedFields Select(FragmentDefinitionNode fragment) =>
        Select(fragment.SelectionSet, context.Schema.FindType(fragment.TypeCondition.Name.Value));

    private SelectedFields Select(SelectionSetNode set, NamedType? parent)
    {
        if (!_selected.TryGetValue((set, parent), out var selected))
        {
            _selected[(set, parent)] = selected = new SelectedFields();
            Collect(set, parent, selected);
        }

        return selected;
    }

    private void Collect(SelectionSetNode set, NamedType? parent, SelectedFields into)
    {
        StackGuard.Check();
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    into.Add(new SelectedField(
                        field,
                        parent,
                        (parent as FieldsType)?.Fields.GetValueOrDefault(field.Name.Value),
                        IncrementalDirectives.Find(field.Directives, IncrementalDirectives.Stream)));
                    break;
                case InlineFragmentNode { TypeCondition: var condition } inline:
                    Collect(
                        inline.SelectionSet, condition is null ? parent : context.Schema.FindType(condition.Name.Value), into);
                    break;
                case FragmentSpreadNode spread when context.Fragments.Find(spread.Name.Value) is { } fragment:
                    into.Add(fragment);
                    break;
            }
        }
    }

    private sealed record SelectedField(FieldNode Node, NamedType? Parent, Field? Definition, DirectiveNode? Stream);

    /// <summary>What a selection set holds itself, inline fragments opened, spread fragments closed.</summary>
    private sealed class SelectedFields
    {
        private readonly HashSet<FragmentDefinitionNode> _known = [];

        public OrderedDictionary<string, List<SelectedField>> Groups { get; } = [];

        public List<FragmentDefinitionNode> Fragments { get; } = [];

        public void Add(SelectedField field)
        {
            var name = field.Node.ResponseName;
            (Groups.TryGetValue(name, out var fields) ? fields : Groups[name] = []).Add(field);
        }

        public void Add(FragmentDefinitionNode fragment)
        {
            if (_known.Add(fragment))
            {
                Fragments.Add(fragment);
            }
        }
    }
}
