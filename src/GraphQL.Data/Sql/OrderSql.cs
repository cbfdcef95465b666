using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>Reads the keys of an order, joining what they lead through.</summary>
internal static class OrderSql
{
    public static List<SortKey> Read(InstructionReader reader, FilterSql filters, FromClause from)
    {
        var keys = new List<SortKey>();
        while (true)
        {
            var alias = from.Alias;
            var nullable = false;
            ToOne? linked = null;
            while (reader.TryNext(InstructionCode.OrderLink, out var step))
            {
                var link = (ToOne)step.Target!;
                alias = from.Join(alias, link);
                nullable |= link.IsNullable;
                linked = link;
            }

            if (reader.TryNext(InstructionCode.OrderCount, out var count))
            {
                var counted = from.JoinLateral(filters.Count(alias, (ToMany)count.Target!));
                keys.Add(new SortKey(Count(counted, nullable ? linked : null, alias), nullable, count.Number == 1));
                continue;
            }

            if (!reader.TryNext(InstructionCode.OrderKey, out var key))
            {
                return keys;
            }

            var column = (Column)key.Target!;
            keys.Add(new SortKey(Identifier.Column(alias, column.ColumnName), nullable || column.IsNullable, key.Number == 1));
        }
    }

    // Where the row is missing whose list is counted, there is no count, which is not 0.
    private static string Count(string counted, ToOne? link, string alias) => link is null
        ? Identifier.Column(counted, "~count")
        : $"CASE WHEN {Identifier.Column(alias, link.Target().Key[0].ColumnName)} IS NOT NULL THEN {Identifier.Column(counted, "~count")} END";
}
