using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>Reads the keys of an order, joining what they lead through.</summary>
internal static class OrderSql
{
    public static List<SortKey> Read(InstructionReader reader, FromClause from)
    {
        var keys = new List<SortKey>();
        while (true)
        {
            var alias = from.Alias;
            var nullable = false;
            while (reader.TryNext(InstructionCode.OrderLink, out var step))
            {
                var link = (ToOne)step.Target!;
                alias = from.Join(alias, link);
                nullable |= link.IsNullable;
            }

            if (!reader.TryNext(InstructionCode.OrderKey, out var key))
            {
                return keys;
            }

            var column = (Column)key.Target!;
            keys.Add(new SortKey(Identifier.Column(alias, column.ColumnName), nullable || column.IsNullable, key.Number == 1));
        }
    }
}
