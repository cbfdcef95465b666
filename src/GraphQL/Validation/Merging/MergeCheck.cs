using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Validation.Rules;

namespace HealthGraph.GraphQL.Validation.Merging;

/// <summary>
/// Tells whether a document may hold conflicting fields. It groups instead of comparing pairs: fields of one response name need
/// only each fit the first of them, and their selection sets are merged and looked at once.
/// </summary>
/// <remarks>
/// The algorithm is Simon Adameit's: one pass asks for the same shape of all fields of a response name, the other for the same
/// field and arguments among those whose parents can be the same object. It never misses a conflict; it may suspect one too many.
/// </remarks>
internal sealed class MergeCheck(ValidationContext context, MergeBudget budget)
{
    private readonly HashSet<MergedSet> _done = [];
    private readonly HashSet<FragmentDefinitionNode> _entered = [];
    private readonly ArgumentKeys _arguments = new();

    [Flags]
    private enum Ask
    {
        SameShape = 1,
        SameField = 2,
        Both = SameShape | SameField,
    }

    public bool HasSuspect()
    {
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode operation &&
                IsSuspect([new Part(operation.SelectionSet, context.Schema.RootType(operation.Operation))], Ask.Both))
            {
                return true;
            }
        }

        // What operations do not reach counts too; only, nobody will execute it.
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment &&
                !_entered.Contains(fragment) &&
                IsSuspect([new Part(fragment.SelectionSet, TypeOf(fragment.TypeCondition))], Ask.Both))
            {
                return true;
            }
        }

        return false;
    }

    private NamedType? TypeOf(NamedTypeNode condition) => context.Schema.FindType(condition.Name.Value);

    private bool IsSuspect(List<Part> parts, Ask ask)
    {
        if (parts.Count == 0 || !_done.Add(new MergedSet(parts, ask)))
        {
            return false;
        }

        StackGuard.Check();
        var groups = new Groups();
        HashSet<FragmentDefinitionNode>? fragments = null;
        foreach (var part in parts)
        {
            Collect(part.Set, part.Parent, groups, ref fragments);
        }

        foreach (var group in groups.ByName.Values)
        {
            if (group.More is null ? IsSuspect(PartsOf(group), ask) : IsSuspectGroup([group.First, .. group.More], ask))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSuspectGroup(List<Entry> fields, Ask ask)
    {
        if (ask.HasFlag(Ask.SameShape) && !HaveSameShape(fields))
        {
            return true;
        }

        if (ask == Ask.SameShape)
        {
            return IsSuspect(PartsOf(fields), ask);
        }

        var byParent = SplitByParent(fields);
        if (byParent is null)
        {
            return !AreSameField(fields) || IsSuspect(PartsOf(fields), ask);
        }

        if (ask.HasFlag(Ask.SameShape) && IsSuspect(PartsOf(fields), Ask.SameShape))
        {
            return true;
        }

        foreach (var together in byParent)
        {
            if (!AreSameField(together) || IsSuspect(PartsOf(together), Ask.SameField))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HaveSameShape(List<Entry> fields)
    {
        GraphQLType? shape = null;
        foreach (var field in fields)
        {
            // Two streams under one name conflict whatever else they are.
            if (IncrementalDirectives.Find(field.Node.Directives, IncrementalDirectives.Stream) is not null)
            {
                return false;
            }

            if (field.Definition is not { } definition)
            {
                continue;
            }

            shape ??= definition.Type;
            if (Shape.Conflicts(shape, definition.Type))
            {
                return false;
            }
        }

        return true;
    }

    private bool AreSameField(List<Entry> fields)
    {
        var first = fields[0].Node;
        string? arguments = null;
        for (var i = 1; i < fields.Count; i++)
        {
            var other = fields[i].Node;
            if (first.Name.Value != other.Name.Value || first.Arguments.Count != other.Arguments.Count)
            {
                return false;
            }

            if (first.Arguments.Count > 0)
            {
                arguments ??= _arguments.Of(first.Arguments);
                if (arguments is null || arguments != _arguments.Of(other.Arguments))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Fields that one object can have together: those of each object type with those of abstract types; null: all.</summary>
    private static List<List<Entry>>? SplitByParent(List<Entry> fields)
    {
        ObjectType? only = null;
        var several = false;
        foreach (var field in fields)
        {
            if (field.Parent is ObjectType type)
            {
                only ??= type;
                several |= !ReferenceEquals(only, type);
            }
        }

        if (!several)
        {
            return null;
        }

        var anywhere = fields.FindAll(static field => field.Parent is not ObjectType);
        var byType = new Dictionary<ObjectType, List<Entry>>();
        foreach (var field in fields)
        {
            if (field.Parent is ObjectType type)
            {
                (byType.TryGetValue(type, out var own) ? own : byType[type] = [.. anywhere]).Add(field);
            }
        }

        return [.. byType.Values];
    }

    private void Collect(
        SelectionSetNode set, NamedType? parent, Groups groups, ref HashSet<FragmentDefinitionNode>? fragments)
    {
        StackGuard.Check();
        foreach (var selection in set.Selections)
        {
            budget.Spend();
            switch (selection)
            {
                case FieldNode field:
                    var definition = parent is null ? null : MetaFields.Find(context.Schema, parent, field.Name.Value);
                    groups.Add(new Entry(field, parent, definition));
                    break;
                case InlineFragmentNode inline:
                    var type = inline.TypeCondition is { } condition ? TypeOf(condition) : parent;
                    Collect(inline.SelectionSet, type, groups, ref fragments);
                    break;
                case FragmentSpreadNode spread when context.Fragments.Find(spread.Name.Value) is { } fragment:
                    if ((fragments ??= []).Add(fragment))
                    {
                        _entered.Add(fragment);
                        Collect(fragment.SelectionSet, TypeOf(fragment.TypeCondition), groups, ref fragments);
                    }

                    break;
            }
        }
    }

    private static List<Part> PartsOf(Group group) => group.First.Part is { } part ? [part] : [];

    private static List<Part> PartsOf(List<Entry> fields)
    {
        List<Part> parts = [];
        foreach (var field in fields)
        {
            if (field.Part is { } part)
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    /// <summary>A selection set and the type it selects from.</summary>
    private readonly record struct Part(SelectionSetNode Set, NamedType? Parent);

    /// <summary>A field where it is selected.</summary>
    private readonly record struct Entry(FieldNode Node, NamedType? Parent, Field? Definition)
    {
        public Part? Part => Node.SelectionSet is { } set ? new Part(set, Definition?.Type.Named) : null;
    }

    /// <summary>The fields of one response name; nearly always there is one.</summary>
    private sealed class Group(Entry first)
    {
        public Entry First { get; } = first;

        public List<Entry>? More { get; set; }
    }

    private sealed class Groups
    {
        public Dictionary<string, Group> ByName { get; } = [];

        public void Add(Entry entry)
        {
            if (!ByName.TryAdd(entry.Node.ResponseName, null!))
            {
                (ByName[entry.Node.ResponseName].More ??= []).Add(entry);
            }
            else
            {
                ByName[entry.Node.ResponseName] = new Group(entry);
            }
        }
    }

    /// <summary>Selection sets that are merged, and what is asked of them: a question that need not be asked twice.</summary>
    private sealed class MergedSet(List<Part> parts, Ask ask) : IEquatable<MergedSet>
    {
        private readonly List<Part> _parts = parts;
        private readonly Ask _ask = ask;

        public bool Equals(MergedSet? other)
        {
            if (other is null || _ask != other._ask || _parts.Count != other._parts.Count)
            {
                return false;
            }

            for (var i = 0; i < _parts.Count; i++)
            {
                if (!ReferenceEquals(_parts[i].Set, other._parts[i].Set))
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => Equals(obj as MergedSet);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_ask);
            foreach (var part in _parts)
            {
                hash.Add(part.Set);
            }

            return hash.ToHashCode();
        }
    }
}
