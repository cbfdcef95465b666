using System.Text;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>A FROM clause that grows: a link followed twice is joined once.</summary>
internal sealed class FromClause
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<(string Alias, ToOne Link), string> _joined = [];
    private readonly AliasCounter _aliases;

    /// <param name="text">What stands there so far, <paramref name="alias"/> given to one of its sources.</param>
    public FromClause(string text, string alias, AliasCounter aliases)
    {
        Alias = alias;
        _aliases = aliases;
        _text.Append(text);
    }

    public static FromClause Of(Relation relation, string alias, AliasCounter aliases) =>
        new($"{aliases.Table(relation)} AS {alias}", alias, aliases);

    public string Alias { get; }

    /// <summary>The same so far, to grow apart.</summary>
    public FromClause Copy()
    {
        var copy = new FromClause(_text.ToString(), Alias, _aliases);
        foreach (var (link, alias) in _joined)
        {
            copy._joined.Add(link, alias);
        }

        return copy;
    }

    /// <summary>The alias of the row that the links lead to, one after the other.</summary>
    public string Join(IEnumerable<ToOne> links) => links.Aggregate(Alias, Join);

    public string Join(string alias, ToOne link)
    {
        if (!_joined.TryGetValue((alias, link), out var joined))
        {
            _joined.Add((alias, link), joined = _aliases.Next("j"));
            _text.Append("\nLEFT JOIN ").Append(_aliases.Table(link.Target())).Append(" AS ").Append(joined).Append(" ON ")
                .Append(Condition(alias, joined, link));
        }

        return joined;
    }

    /// <summary>Joins what is worked out for each row: it is worked out once, however often it is named.</summary>
    public string JoinLateral(string select)
    {
        var joined = _aliases.Next("l");
        _text.Append("\nLEFT JOIN LATERAL (\n").Append(StatementCompiler.Indent(select)).Append("\n) AS ").Append(joined).Append(" ON TRUE");
        return joined;
    }

    /// <summary>The alias of a scope's joined row, joining what leads to it.</summary>
    public string Join(Join? join) => join is null ? Alias : Join(Join(join.Parent), join.Link);

    public static string Condition(string here, string there, RelationLink link) => string.Join(
        " AND ", link.On.Select(pair => $"{Identifier.Column(there, pair.There)} = {Identifier.Column(here, pair.Here)}"));

    public override string ToString() => _text.ToString();
}

/// <summary>The names in a statement: aliases that are unique, and tables as the caller sees them.</summary>
internal sealed class AliasCounter(RelationView? view)
{
    private int _count;

    public RelationView? View { get; } = view;

    public string Next(string prefix) => $"{prefix}{++_count}";

    public string Table(Relation relation) => Identifier.Table(View?.SchemaName(relation) ?? relation.SchemaName, relation.TableName);
}
