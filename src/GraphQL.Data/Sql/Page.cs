using System.Globalization;
using System.Text;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>The cut of a page: where its rows come from, which, in which order, how many.</summary>
/// <param name="CountFrom">The FROM clause that the filter alone needs.</param>
/// <param name="Bound">The condition of the cursor on the far side, if any.</param>
/// <param name="Keys">The order as the response has it.</param>
/// <param name="Ordered">The order as rows are cut: reversed for a page counted from the end.</param>
/// <param name="Limit">The page size, null for all rows; one row more is read, to know whether there are more.</param>
/// <param name="Branches">The conditions of the cursor on the near side: see <see cref="KeysetSql"/>.</param>
internal sealed record Page(
    Relation Relation,
    FromClause From,
    FromClause CountFrom,
    string Where,
    string? Bound,
    IReadOnlyList<SortKey> Keys,
    IReadOnlyList<SortKey> Ordered,
    int? Limit,
    bool Backward,
    IReadOnlyList<string> Branches)
{
    public string LimitText => Limit is { } limit ? $"\nLIMIT {(limit + 1L).ToString(CultureInfo.InvariantCulture)}" : "";

    public string Count()
    {
        var sql = new StringBuilder("SELECT count(*) AS \"~total\"\nFROM ").Append(CountFrom);
        if (Where != FilterSql.True)
        {
            sql.Append("\nWHERE ").Append(Where);
        }

        return sql.ToString();
    }

    /// <summary>The rows of one branch, in order.</summary>
    public string Select(IEnumerable<string> outputs, string? branch)
    {
        var conditions = new[] { Where == FilterSql.True ? null : Where, branch, Bound }.OfType<string>().ToList();
        var sql = new StringBuilder("SELECT ").AppendJoin(", ", outputs).Append("\nFROM ").Append(From);
        if (conditions.Count > 0)
        {
            sql.Append("\nWHERE ").AppendJoin(" AND ", conditions);
        }

        return sql.Append("\nORDER BY ").AppendJoin(", ", Ordered.Select(key => key.OrderBy(key.Expression)))
            .Append(LimitText).ToString();
    }
}

/// <summary>The columns that the cut of a page hands on to the statement around it.</summary>
internal sealed class PageColumns
{
    private readonly Page _page;
    private readonly List<string> _inner = [];
    private readonly List<string> _names = [];

    public PageColumns(Page page, SelectScope scope)
    {
        _page = page;
        foreach (var column in page.Relation.Key)
        {
            Add(column.ColumnName);
        }

        foreach (var slot in scope.Slots.Where(slot => slot.Source is null))
        {
            switch (slot)
            {
                case ColumnSlot column:
                    Add(column.Column.ColumnName);
                    break;
                case ListSlot list:
                    Add(list.List.Link);
                    break;
                case CountSlot count:
                    Add(count.Link);
                    break;
                default:
                    break;
            }
        }

        foreach (var join in scope.Joins.Where(join => join.Parent is null))
        {
            Add(join.Link);
        }

        OuterKeys = [.. page.Keys.Select(Key)];
    }

    /// <summary>The order, in terms of what is handed on.</summary>
    public IReadOnlyList<SortKey> OuterKeys { get; }

    /// <summary>The cut itself.</summary>
    public string Inner()
    {
        if (_page.Branches.Count <= 1)
        {
            return _page.Select(_inner, _page.Branches.SingleOrDefault());
        }

        var branches = _page.Branches.Select(branch => $"({_page.Select(_inner, branch)})");
        var order = _page.Backward ? OuterKeys.Select(key => key.Reversed()) : OuterKeys;
        return $"""
            SELECT *
            FROM (
            {string.Join("\nUNION ALL\n", branches)}
            ) AS p
            ORDER BY {string.Join(", ", order.Select(key => key.OrderBy(key.Expression)))}{_page.LimitText}
            """;
    }

    private void Add(RelationLink link)
    {
        foreach (var (here, _) in link.On)
        {
            Add(here);
        }
    }

    private void Add(string columnName)
    {
        if (!_names.Contains(columnName))
        {
            _names.Add(columnName);
            _inner.Add(Identifier.Column(_page.From.Alias, columnName));
        }
    }

    private SortKey Key(SortKey key, int index)
    {
        // Already handed on under its own name, or under one that no column has.
        var known = _inner.IndexOf(key.Expression);
        if (known >= 0)
        {
            return key with { Expression = Identifier.Column("p", _names[known]) };
        }

        var name = $"~k{index.ToString(CultureInfo.InvariantCulture)}";
        _names.Add(name);
        _inner.Add($"{key.Expression} AS {Identifier.Quote(name)}");
        return key with { Expression = Identifier.Column("p", name) };
    }
}
