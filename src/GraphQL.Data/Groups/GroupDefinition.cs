using System.Globalization;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>What the rows of a relation can be grouped by, and what can be made of a group: its groups as a relation of their own.</summary>
internal sealed class GroupDefinition
{
    private readonly Dictionary<Column, GroupKey> _keys = [];
    private readonly Dictionary<Column, Aggregate> _aggregates = [];
    private readonly Dictionary<(AggregateFunction? Function, string FieldName), Column> _outputs = [];

    public GroupDefinition(Relation relation)
    {
        Relation = relation;
        foreach (var column in relation.Columns.Where(column => column.Type.IsGroupable))
        {
            AddKey(column.FieldName, column, column.Via);
        }

        foreach (var link in relation.Links.OfType<ToOne>())
        {
            foreach (var column in link.Target().Columns.Where(column => IsDimension(column.Type) && column.Via.Count == 0))
            {
                AddKey(link.FieldName + char.ToUpperInvariant(column.FieldName[0]) + column.FieldName[1..], column, [.. link.Via, link]);
            }
        }

        Count = Add(AggregateFunction.Count, null, ColumnTypes.Int8);
        foreach (var column in relation.Columns)
        {
            AddAll(column);
        }
    }

    public Relation Relation { get; }

    public IReadOnlyCollection<GroupKey> Keys => _keys.Values;

    /// <summary>How many rows a group has.</summary>
    public Aggregate Count { get; }

    public IEnumerable<Aggregate> Of(AggregateFunction function) => _aggregates.Values.Where(aggregate => aggregate.Function == function);

    /// <summary>The key behind a column of the groups, or null when it is an aggregate's.</summary>
    public GroupKey? FindKey(Column output) => _keys.GetValueOrDefault(output);

    public Aggregate Aggregate(Column output) => _aggregates[output];

    /// <summary>The column of that name among what the function makes of a group, or among the keys; null when there is none.</summary>
    public Column? Find(AggregateFunction? function, string fieldName) => _outputs.GetValueOrDefault((function, fieldName));

    /// <summary>What groups can be ordered by under the name of a part: each name once, whatever part has it.</summary>
    public IEnumerable<Column> Named => _outputs.Where(output => output.Key.Function is not AggregateFunction.Count).Select(output => output.Value).DistinctBy(output => output.FieldName);

    /// <summary>The links to the row that a column of the groups is made of.</summary>
    public IReadOnlyList<ToOne> LinksOf(Column output) =>
        FindKey(output)?.Links ?? Aggregate(output).Source?.Via ?? [];

    private void AddAll(Column column)
    {
        if (column.Type.IsGroupable && column.Element is null)
        {
            Add(AggregateFunction.CountDistinct, column, ColumnTypes.Int8);
        }

        if (column.Type.SumType is { } sum)
        {
            Add(AggregateFunction.Sum, column, sum);
        }

        if (column.Type.AverageType is { } average)
        {
            Add(AggregateFunction.Avg, column, average);
        }

        if (column.Type.HasExtremes)
        {
            Add(AggregateFunction.Min, column, column.Type);
            Add(AggregateFunction.Max, column, column.Type);
        }
    }

    // Of linked rows only what sorts them into kinds: all their fields would make the schema several times as long.
    private static bool IsDimension(ColumnType type) =>
        type.FilterKind is FilterKind.Text or FilterKind.Choice or FilterKind.Equality || type.ParameterType == NpgsqlDbType.Date;

    // A field of the relation hides one of the same name that a link would give.
    private void AddKey(string fieldName, Column source, IReadOnlyList<ToOne> links)
    {
        if (Find(null, fieldName) is not null)
        {
            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"k{_keys.Count}");
        var output = new Column(fieldName, name, source.Type.ElementType ?? source.Type, true, source.Description);
        _keys.Add(output, new GroupKey(source, links, output));
        _outputs.Add((null, fieldName), output);
    }

    private Aggregate Add(AggregateFunction function, Column? source, ColumnType type)
    {
        var counts = function is AggregateFunction.Count or AggregateFunction.CountDistinct;
        var name = string.Create(CultureInfo.InvariantCulture, $"a{_aggregates.Count}");
        var output = new Column(source?.FieldName ?? "count", name, type, !counts, source?.Description ?? "How many rows the group has.");
        var aggregate = new Aggregate(function, source, output);
        _aggregates.Add(output, aggregate);
        _outputs.Add((function, output.FieldName), output);
        return aggregate;
    }
}
