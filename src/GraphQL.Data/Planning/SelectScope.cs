using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>
/// What one SELECT gives: columns of its relation, of relations joined to it, and lists. Asking twice for the same thing
/// gives the same slot, so that a column selected under two names is read once.
/// </summary>
internal sealed class SelectScope(Relation relation)
{
    private readonly List<Slot> _slots = [];
    private readonly List<Join> _joins = [];

    public Relation Relation { get; } = relation;

    public List<Slot> Slots => _slots;

    /// <summary>The to-one links followed, parents first.</summary>
    public List<Join> Joins => _joins;

    public int Column(Join? source, Column column)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            if (_slots[i] is ColumnSlot known && known.Source == source && known.Column == column)
            {
                return i;
            }
        }

        _slots.Add(new ColumnSlot(source, column));
        return _slots.Count - 1;
    }

    /// <summary>The slot of a list that was asked for already, under another name.</summary>
    public int? FindList(Join? source, ToMany link, CollectedField field)
    {
        var found = _slots.FindIndex(slot => slot is ListSlot known
            && known.Source == source && known.List.Link == link && known.List.Field.AsksForSameAs(field));
        return found < 0 ? null : found;
    }

    public int List(Join? source, ListPlan list)
    {
        _slots.Add(new ListSlot(source, list));
        return _slots.Count - 1;
    }

    /// <summary>The number of rows of a link; asked for under several names it is counted once.</summary>
    public int Count(Join? source, ToMany link, CollectedField field)
    {
        var found = _slots.FindIndex(slot => slot is CountSlot known
            && known.Source == source && known.Link == link && known.Field.AsksForSameAs(field));
        if (found < 0)
        {
            found = _slots.Count;
            _slots.Add(new CountSlot(source, link, field));
        }

        return found;
    }

    public Join Join(Join? parent, ToOne link)
    {
        var join = _joins.Find(known => known.Parent == parent && known.Link == link);
        if (join is null)
        {
            _joins.Add(join = new Join(parent, link));
        }

        return join;
    }
}

/// <summary>A joined row: the link that leads to it, from the scope's own row when there is no parent.</summary>
internal sealed class Join(Join? parent, ToOne link)
{
    public Join? Parent { get; } = parent;

    public ToOne Link { get; } = link;

    public Relation Relation { get; } = link.Target();
}

/// <summary>One output of a SELECT.</summary>
internal abstract class Slot(Join? source)
{
    /// <summary>Whose column or list it is; null for the scope's own row.</summary>
    public Join? Source { get; } = source;
}

internal sealed class ColumnSlot(Join? source, Column column) : Slot(source)
{
    public Column Column { get; } = column;
}

internal sealed class ListSlot(Join? source, ListPlan list) : Slot(source)
{
    public ListPlan List { get; } = list;
}

/// <param name="source">Whose rows are counted.</param>
/// <param name="link">The link to them.</param>
/// <param name="field">The field whose argument says which of them count.</param>
internal sealed class CountSlot(Join? source, ToMany link, CollectedField field) : Slot(source)
{
    public ToMany Link { get; } = link;

    public CollectedField Field { get; } = field;
}
