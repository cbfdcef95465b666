using System.Diagnostics;
using System.Text;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>Writes the conditions of a filter.</summary>
internal sealed class FilterSql(InstructionReader reader, AliasCounter aliases)
{
    /// <summary>The condition that asks for nothing.</summary>
    public const string True = "TRUE";

    /// <summary>The next condition; <see cref="True"/> when it asks for nothing.</summary>
    public string Read(FromClause from) => Read(from, from.Alias, throughNullable: false);

    /// <summary>The number of rows that hang on a row, those that the next condition chooses.</summary>
    public string Count(string parent, ToMany link)
    {
        var from = FromClause.Of(link.Target(), aliases.Next("c"), aliases);
        var condition = Read(from);
        var sql = $"SELECT count(*) AS \"~count\"\nFROM {from}\nWHERE {FromClause.Condition(parent, from.Alias, link)}";
        return condition == True ? sql : $"{sql} AND {condition}";
    }

    private string Read(FromClause from, string alias, bool throughNullable)
    {
        var instruction = reader.Next();
        return instruction.Code switch
        {
            InstructionCode.And => Group(from, alias, throughNullable, " AND "),
            InstructionCode.Or => Group(from, alias, throughNullable, " OR "),
            // Two-valued: what is not known to hold does not hold, so its opposite does.
            InstructionCode.Not => $"({Group(from, alias, throughNullable, " AND ")}) IS NOT TRUE",
            InstructionCode.ToOne => ToOne(from, alias, (ToOne)instruction.Target!, throughNullable),
            InstructionCode.LinkIsMissing => LinkIsMissing(from, alias, (ToOne)instruction.Target!),
            InstructionCode.ToMany => ToMany(alias, (ToMany)instruction.Target!, (FilterOperation)instruction.Number),
            InstructionCode.Elements => Elements(from, alias, (Column)instruction.Target!, (FilterOperation)instruction.Number),
            InstructionCode.HasElement => HasElement(alias, (Column)instruction.Target!, (FilterOperation)instruction.Number),
            InstructionCode.IsNull => $"{Name(alias, instruction)} IS NULL",
            InstructionCode.IsNotNull => $"{Name(alias, instruction)} IS NOT NULL",
            InstructionCode.Never => "FALSE",
            InstructionCode.Compare => Compare(alias, (Column)instruction.Target!, (FilterOperation)instruction.Number, throughNullable),
            _ => throw new UnreachableException($"{instruction.Code} is no condition."),
        };
    }

    private string Group(FromClause from, string alias, bool throughNullable, string separator)
    {
        var conditions = new List<string>();
        while (!reader.TryNext(InstructionCode.End, out _))
        {
            conditions.Add(Read(from, alias, throughNullable));
        }

        if (separator == " AND ")
        {
            conditions.RemoveAll(condition => condition == True);
        }

        return conditions.Count switch
        {
            0 => True,
            1 => conditions[0],
            _ => $"({string.Join(separator, conditions)})",
        };
    }

    private string ToOne(FromClause from, string alias, ToOne link, bool throughNullable) =>
        Group(from, from.Join(alias, link), throughNullable || link.IsNullable, " AND ");

    private static string LinkIsMissing(FromClause from, string alias, ToOne link) =>
        $"{Identifier.Column(from.Join(alias, link), link.Target().Key[0].ColumnName)} IS NULL";

    private string ToMany(string alias, ToMany link, FilterOperation operation)
    {
        var target = link.Target();
        var from = FromClause.Of(target, aliases.Next("c"), aliases);
        var condition = Group(from, from.Alias, throughNullable: false, " AND ");
        var sql = new StringBuilder(operation == FilterOperation.Some ? "EXISTS (" : "NOT EXISTS (")
            .Append("SELECT 1 FROM ").Append(from)
            .Append(" WHERE ").Append(FromClause.Condition(alias, from.Alias, link));
        if (operation == FilterOperation.All)
        {
            sql.Append(" AND (").Append(condition).Append(") IS NOT TRUE");
        }
        else if (condition != True)
        {
            sql.Append(" AND ").Append(condition);
        }

        return sql.Append(')').ToString();
    }

    private string Elements(FromClause from, string alias, Column column, FilterOperation operation)
    {
        var element = aliases.Next("e");
        var condition = Group(from, element, throughNullable: false, " AND ");
        var quantifier = operation == FilterOperation.Some ? "EXISTS" : "NOT EXISTS";
        var where = operation == FilterOperation.All ? $"({condition}) IS NOT TRUE" : condition;
        return $"{quantifier} (SELECT 1 FROM unnest({Identifier.Column(alias, column.ColumnName)}) " +
            $"AS {element} ({Identifier.Quote(column.Element!.ColumnName)}) WHERE {where})";
    }

    private string HasElement(string alias, Column column, FilterOperation operation)
    {
        var name = Identifier.Column(alias, column.ColumnName);
        var cast = column.Element!.Type.ArrayCast is { } type ? $"::{type}" : "";
        return operation == FilterOperation.Eq ? $"{name} @> ARRAY[{reader.Parameter()}]{cast}" : $"{name} && {reader.Parameter()}{cast}";
    }

    private string Compare(string alias, Column column, FilterOperation operation, bool throughNullable)
    {
        var name = Identifier.Column(alias, column.ColumnName);
        var text = column.Type.AsText(name);
        var value = reader.Parameter();
        var nullable = column.IsNullable || throughNullable;
        return operation switch
        {
            FilterOperation.Eq => $"{name} = {value}",
            FilterOperation.Neq => nullable ? $"{name} IS DISTINCT FROM {value}" : $"{name} <> {value}",
            FilterOperation.In => $"{name} = ANY ({value})",
            FilterOperation.Nin => OrNull($"{name} <> ALL ({value})"),
            FilterOperation.Gt or FilterOperation.Nlte => $"{name} > {value}",
            FilterOperation.Gte or FilterOperation.Nlt => $"{name} >= {value}",
            FilterOperation.Lt or FilterOperation.Ngte => $"{name} < {value}",
            FilterOperation.Lte or FilterOperation.Ngt => $"{name} <= {value}",
            FilterOperation.Contains or FilterOperation.StartsWith or FilterOperation.EndsWith => $"{text} LIKE {value}",
            FilterOperation.NotContains or FilterOperation.NotStartsWith or FilterOperation.NotEndsWith =>
                OrNull($"{text} NOT LIKE {value}"),
            FilterOperation.EqIgnoringCase or FilterOperation.ContainsIgnoringCase or FilterOperation.StartsWithIgnoringCase
                or FilterOperation.EndsWithIgnoringCase => $"{text} ILIKE {value}",
            _ => throw new UnreachableException($"{operation} is no comparison."),
        };

        string OrNull(string condition) => nullable ? $"({condition} OR {name} IS NULL)" : condition;
    }

    private static string Name(string alias, Instruction instruction) =>
        Identifier.Column(alias, ((Column)instruction.Target!).ColumnName);
}
