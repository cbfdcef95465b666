using System.Globalization;
using System.Text;
using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>
/// Writes the one SQL statement of a relation field. The page is cut first, in a subquery that reads only columns and joins
/// that filter and order; what is selected through links and lists is then read for the rows of that page alone.
/// </summary>
internal sealed class StatementCompiler
{
    private const string PageAlias = "p";

    private readonly AliasCounter _aliases;
    private readonly InstructionReader _reader;
    private readonly FilterSql _filters;

    private StatementCompiler(BoundRequest request)
    {
        _reader = new InstructionReader(request.Instructions);
        _aliases = new AliasCounter(_reader.TryNext(InstructionCode.View, out var view) ? (RelationView)view.Target! : null);
        _filters = new FilterSql(_reader, _aliases);
    }

    public static Statement CompileConnection(BoundRequest request, ConnectionPlan plan) =>
        new StatementCompiler(request).Connection(plan) with { Root = plan.Relation };

    public static Statement CompileRow(BoundRequest request, RowPlan plan) => new StatementCompiler(request).ByKey(plan);

    /// <summary>Several rows by their keys, each with its place among the keys as the first column.</summary>
    public static Statement CompileRows(BoundRequest request, RowPlan plan) => new StatementCompiler(request).ByKeys(plan);

    /// <summary>A page of any size, or all rows, or the groups as rows.</summary>
    public static Statement CompileTable(BoundRequest request, ConnectionPlan plan) =>
        new StatementCompiler(request).Table(plan) with { Root = plan.Relation };

    private Statement Table(ConnectionPlan plan)
    {
        var page = ReadPage(plan.Relation);
        if (plan.Groups is [var groups])
        {
            var sql = new GroupSql(_reader, _filters, _aliases).ReadRows(groups, page.CountFrom.Copy(), page.Where);
            return new Statement(sql, 0, [], -1, -1, -1, groups.Scope.Slots.Count);
        }

        return page.Limit is null && !page.Backward && page.Branches.Count <= 1 ? Whole(plan, page)
            : IsFlat(plan, page) ? Flat(plan, page)
            : Layered(plan, page);
    }

    // Nothing is cut off, so there is nothing to cut first: one level, and the order is made once.
    private Statement Whole(ConnectionPlan plan, Page page)
    {
        var outputs = Outputs(plan.Scope, page.From);
        var keys = AddKeys(plan, outputs, page.Keys.Select(key => key.Expression));
        return new Statement(
            page.Select(outputs.DefaultIfEmpty("1"), page.Branches.SingleOrDefault()), 0, keys, -1, -1, -1, Math.Max(outputs.Count, 1));
    }

    private Statement Connection(ConnectionPlan plan)
    {
        var page = ReadPage(plan.Relation);
        return !plan.NeedsRows ? Summary(plan, page)
            : IsFlat(plan, page) ? Flat(plan, page)
            : Layered(plan, page);
    }

    // No rows: the total, groups, or nothing but __typename.
    private Statement Summary(ConnectionPlan plan, Page page)
    {
        if (plan.Groups.Count == 0)
        {
            return new Statement(plan.NeedsTotal ? page.Count() : "SELECT 0::bigint", 0, [], 0, -1, -1, 1) { HasRows = false };
        }

        var outputs = new List<string> { plan.NeedsTotal ? "n.\"~total\"" : "0::bigint" };
        var groups = plan.Groups.Select(group => Add(outputs, Groups(group, page))).ToList();
        var from = plan.NeedsTotal ? $"\nFROM (\n{Indent(page.Count())}\n) AS n" : "";
        return new Statement($"SELECT {string.Join(", ", outputs)}{from}", 0, [], 0, -1, -1, outputs.Count) { HasRows = false, Groups = groups };
    }

    private string Groups(GroupPlan group, Page page) =>
        new GroupSql(_reader, _filters, _aliases).Read(group, page.CountFrom.Copy(), page.Where);

    private static bool IsFlat(ConnectionPlan plan, Page page) =>
        !plan.NeedsTotal && plan.Groups.Count == 0 && !page.Backward && page.Branches.Count <= 1
        && plan.Scope.Slots.All(slot => slot is ColumnSlot { Source: null });

    // Everything selected is a column of the relation itself: one level, nothing to cut first.
    private static Statement Flat(ConnectionPlan plan, Page page)
    {
        var outputs = plan.Scope.Slots.Cast<ColumnSlot>().Select(slot => Identifier.Column(page.From.Alias, slot.Column.ColumnName)).ToList();
        var keys = AddKeys(plan, outputs, page.Keys.Select(key => key.Expression));
        return new Statement(
            page.Select(outputs.Count == 0 ? ["1"] : outputs, page.Branches.SingleOrDefault()), 0, keys, -1, -1, -1, Math.Max(outputs.Count, 1));
    }

    private Statement Layered(ConnectionPlan plan, Page page)
    {
        var columns = new PageColumns(page, plan.Scope);
        var cut = $"(\n{Indent(columns.Inner())}\n) AS {PageAlias}";
        // One row comes even when the page is empty, if there is something to tell besides rows.
        var hasSummary = plan.NeedsTotal || plan.Groups.Count > 0;
        var summary = plan.NeedsTotal ? $"(\n{Indent(page.Count())}\n) AS n" : "(SELECT) AS n";
        var rows = new FromClause(hasSummary ? $"{summary}\nLEFT JOIN {cut} ON TRUE" : cut, PageAlias, _aliases);
        var outputs = new List<string>();
        var total = plan.NeedsTotal ? Add(outputs, "n.\"~total\"") : -1;
        var pageCount = page.Backward ? Add(outputs, "count(*) OVER ()") : -1;
        var presence = hasSummary ? Add(outputs, Identifier.Column(PageAlias, plan.Relation.Key[0].ColumnName)) : -1;
        var first = outputs.Count;
        outputs.AddRange(Outputs(plan.Scope, rows));
        var keys = AddKeys(plan, outputs, columns.OuterKeys.Select(key => key.Expression));
        var order = string.Join(", ", columns.OuterKeys.Select(key => key.OrderBy(key.Expression)));
        // With the first row alone: they would weigh as much on every other.
        var groups = plan.Groups
            .Select(group => Add(outputs, $"CASE row_number() OVER (ORDER BY {order}) WHEN 1 THEN {Groups(group, page)} END")).ToList();

        var sql = new StringBuilder("SELECT ").AppendJoin(", ", outputs.DefaultIfEmpty("1"));
        sql.Append("\nFROM ").Append(rows);
        sql.Append("\nORDER BY ").Append(order);
        return new Statement(sql.ToString(), first, keys, total, presence, pageCount, Math.Max(outputs.Count, 1)) { Groups = groups };
    }

    private Statement ByKey(RowPlan plan)
    {
        var from = FromClause.Of(plan.Relation, PageAlias, _aliases);
        var conditions = plan.Relation.Key
            .Select(column => $"{Identifier.Column(PageAlias, column.ColumnName)} = {_reader.Parameter()}").ToList();
        var outputs = Outputs(plan.Scope, from).ToList();
        var sql = $"SELECT {string.Join(", ", outputs.DefaultIfEmpty("1"))}\nFROM {from}\nWHERE {string.Join(" AND ", conditions)}";
        return new Statement(sql, 0, [], -1, -1, -1, Math.Max(outputs.Count, 1));
    }

    private Statement ByKeys(RowPlan plan)
    {
        var key = plan.Relation.Key;
        var names = Enumerable.Range(0, key.Count).Select(i => Identifier.Quote($"~k{i.ToString(CultureInfo.InvariantCulture)}")).ToList();
        var arrays = key.Select(column => _reader.Parameter() + (column.Type.ArrayCast is { } cast ? $"::{cast}" : "")).ToList();
        var matches = key.Select((column, i) => $"{Identifier.Column(PageAlias, column.ColumnName)} = k.{names[i]}");
        var from = new FromClause(
            $"""
            unnest({string.Join(", ", arrays)}) WITH ORDINALITY AS k({string.Join(", ", names)}, "~n")
            JOIN {_aliases.Table(plan.Relation)} AS {PageAlias} ON {string.Join(" AND ", matches)}
            """,
            PageAlias,
            _aliases);
        List<string> outputs = ["k.\"~n\"", .. Outputs(plan.Scope, from)];
        return new Statement($"SELECT {string.Join(", ", outputs)}\nFROM {from}", 1, [], -1, -1, -1, outputs.Count);
    }

    private Page ReadPage(Relation relation)
    {
        var from = FromClause.Of(relation, "t", _aliases);
        var where = WithView(relation, from.Alias, _filters.Read(from));
        var countFrom = from.Copy();
        var keys = OrderSql.Read(_reader, _filters, from);
        int? limit = _reader.Next().Number is var number and >= 0 ? number : null;
        var backward = _reader.TryNext(InstructionCode.Backward, out _);
        var ordered = backward ? [.. keys.Select(key => key.Reversed())] : keys;
        var branches = _reader.TryNext(InstructionCode.SeekCursor, out var seek)
            ? KeysetSql.Branches(ordered, ReadCursor(seek, keys.Count))
            : [];
        if (_reader.TryNext(InstructionCode.OtherCursor, out var other))
        {
            var bound = KeysetSql.Condition([.. ordered.Select(key => key.Reversed())], ReadCursor(other, keys.Count));
            return new Page(relation, from, countFrom, where, bound, keys, ordered, limit, backward, branches);
        }

        return new Page(relation, from, countFrom, where, null, keys, ordered, limit, backward, branches);
    }

    private string WithView(Relation relation, string alias, string where) =>
        _aliases.View?.Condition(relation, alias) is not { } condition ? where
            : where == FilterSql.True ? condition
            : $"{condition} AND {where}";

    private string?[] ReadCursor(Instruction cursor, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (cursor.Number & (1 << i)) != 0 ? null : _reader.Parameter())];

    private List<string> Outputs(SelectScope scope, FromClause from)
    {
        // Joins in the order they were planned, so that a parent stands before what hangs on it.
        foreach (var join in scope.Joins)
        {
            _ = from.Join(join);
        }

        return scope.Slots.Select(slot => slot switch
        {
            ColumnSlot column => Identifier.Column(from.Join(column.Source), column.Column.ColumnName),
            ListSlot list => List(list.List, from.Join(list.Source)),
            CountSlot count => $"(\n{Indent(_filters.Count(from.Join(count.Source), count.Link))}\n)",
            _ => throw new ArgumentOutOfRangeException(nameof(scope)),
        }).ToList();
    }

    // A correlated array of records: read per row of the page, in the same statement, and sent in binary.
    private string List(ListPlan list, string parent)
    {
        var relation = list.Scope.Relation;
        var from = FromClause.Of(relation, _aliases.Next("c"), _aliases);
        var filter = _filters.Read(from);
        var keys = OrderSql.Read(_reader, _filters, from);
        var limit = _reader.Next().Number;
        var outputs = Outputs(list.Scope, from);
        var sql = new StringBuilder("SELECT ROW(").AppendJoin(", ", outputs).Append(')')
            .Append("\nFROM ").Append(from)
            .Append("\nWHERE ").Append(FromClause.Condition(parent, from.Alias, list.Link));
        if (filter != FilterSql.True)
        {
            sql.Append(" AND ").Append(filter);
        }

        sql.Append("\nORDER BY ").AppendJoin(", ", keys.Select(key => key.OrderBy(key.Expression)))
            .Append("\nLIMIT ").Append(limit.ToString(CultureInfo.InvariantCulture));
        return $"ARRAY(\n{Indent(sql.ToString())}\n)";
    }

    private static IReadOnlyList<int> AddKeys(ConnectionPlan plan, List<string> outputs, IEnumerable<string> keys) =>
        plan.NeedsCursors ? [.. keys.Select(key => Add(outputs, key))] : [];

    private static int Add(List<string> outputs, string expression)
    {
        outputs.Add(expression);
        return outputs.Count - 1;
    }

    internal static string Indent(string sql) => "  " + sql.Replace("\n", "\n  ");
}
