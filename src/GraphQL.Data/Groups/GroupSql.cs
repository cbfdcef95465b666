using System.Diagnostics;
using System.Globalization;
using System.Text;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Sql;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>
/// Writes the groups of a connection's rows as one array of records: a value that stands in the same statement as the page, and is
/// worked out once.
/// </summary>
internal sealed class GroupSql(InstructionReader reader, FilterSql filters, AliasCounter aliases)
{
    /// <summary>The groups as one value.</summary>
    /// <param name="plan">What is selected of each group.</param>
    /// <param name="from">The FROM clause that the filter needs; keys may join to it.</param>
    /// <param name="where">The filter of the rows.</param>
    public string Read(GroupPlan plan, FromClause from, string where)
    {
        var rows = ReadRows(plan, from, where, outputs => $"ROW({outputs})");
        return $"ARRAY(\n{StatementCompiler.Indent(rows)}\n)";
    }

    /// <summary>The groups as the rows of a statement.</summary>
    public string ReadRows(GroupPlan plan, FromClause from, string where) => ReadRows(plan, from, where, outputs => outputs);

    private string ReadRows(GroupPlan plan, FromClause from, string where, Func<string, string> select)
    {
        var definition = plan.Definition;
        var columns = new Dictionary<Column, string>();
        while (reader.TryNext(InstructionCode.GroupKey, out var step))
        {
            var key = (GroupKey)step.Target!;
            columns.Add(key.Output, Expression(key, (GroupBucket)step.Number, from));
        }

        var keys = columns.Count;
        var smallest = reader.TryNext(InstructionCode.SmallestGroup, out var least) ? least.Number : 0;
        var selected = plan.Scope.Slots.Cast<ColumnSlot>().Select(slot => slot.Column).ToList();
        foreach (var column in selected.Concat(reader.ColumnsUntil(InstructionCode.Limit)).Where(column => definition.FindKey(column) is null))
        {
            columns.TryAdd(column, Expression(definition.Aggregate(column), from));
        }

        var sql = new StringBuilder("SELECT ")
            .AppendJoin(", ", columns.Select(column => $"{column.Value} AS {Identifier.Quote(column.Key.ColumnName)}").DefaultIfEmpty("count(*)"))
            .Append("\nFROM ").Append(from);
        if (where != FilterSql.True)
        {
            sql.Append("\nWHERE ").Append(where);
        }

        if (keys > 0)
        {
            sql.Append("\nGROUP BY ").AppendJoin(", ", Enumerable.Range(1, keys));
        }

        if (smallest > 0)
        {
            sql.Append("\nHAVING count(*) >= ").Append(smallest.ToString(CultureInfo.InvariantCulture));
        }

        var groups = new FromClause($"(\n{StatementCompiler.Indent(sql.ToString())}\n) AS g", "g", aliases);
        var outputs = selected.Select(column => columns.ContainsKey(column) ? Identifier.Column("g", column.ColumnName) : "NULL::text");
        return Select(groups, select(string.Join(", ", outputs)));
    }

    private string Select(FromClause groups, string outputs)
    {
        var having = filters.Read(groups);
        var order = OrderSql.Read(reader, filters, groups);
        var sql = new StringBuilder("SELECT ").Append(outputs).Append("\nFROM ").Append(groups);
        if (having != FilterSql.True)
        {
            sql.Append("\nWHERE ").Append(having);
        }

        if (order.Count > 0)
        {
            sql.Append("\nORDER BY ").AppendJoin(", ", order.Select(key => key.OrderBy(key.Expression)));
        }

        var limit = reader.Next().Number;
        return limit < 0 ? sql.ToString() : sql.Append("\nLIMIT ").Append(limit.ToString(CultureInfo.InvariantCulture)).ToString();
    }

    // date_trunc of a date would go through the session's time zone: a timestamp has none.
    private string Expression(GroupKey key, GroupBucket bucket, FromClause from)
    {
        var column = Identifier.Column(from.Join(key.Links), key.Source.ColumnName);
        return bucket switch
        {
            // A row is in the group of each of its elements, and in none when it has no element.
            GroupBucket.None when key.Source.Element is not null => $"unnest({column})",
            GroupBucket.None => column,
            _ when key.Source.Type.ParameterType == NpgsqlDbType.TimestampTz => $"date_trunc('{Name(bucket)}', {column}, {reader.Parameter()})",
            _ when key.Source.Type.ParameterType == NpgsqlDbType.Timestamp => $"date_trunc('{Name(bucket)}', {column})",
            _ => $"date_trunc('{Name(bucket)}', {column}::timestamp)::date",
        };
    }

    private static string Name(GroupBucket bucket) => bucket switch
    {
        GroupBucket.Hour => "hour",
        GroupBucket.Day => "day",
        GroupBucket.Week => "week",
        GroupBucket.Month => "month",
        GroupBucket.Quarter => "quarter",
        GroupBucket.Year => "year",
        _ => throw new UnreachableException($"{bucket} is no bucket."),
    };

    private static string Expression(Aggregate aggregate, FromClause from)
    {
        if (aggregate.Source is not { } source)
        {
            return "count(*)";
        }

        var column = Identifier.Column(from.Join(source.Via), source.ColumnName);
        return aggregate.Function switch
        {
            AggregateFunction.CountDistinct => $"count(DISTINCT {column})",
            AggregateFunction.Sum => $"sum({source.Type.AsSummand(column)})",
            AggregateFunction.Avg => $"avg({column})",
            AggregateFunction.Min => $"min({column})",
            AggregateFunction.Max => $"max({column})",
            _ => throw new UnreachableException($"{aggregate.Function} is of no column."),
        };
    }
}
