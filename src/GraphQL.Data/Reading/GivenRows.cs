using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>Of which relations a statement gives rows, groups or numbers: found once for each plan.</summary>
/// <param name="fieldName">The field that is answered by the statement.</param>
public sealed class GivenRows(string fieldName)
{
    private readonly List<GivenRelation> _relations = [];

    /// <summary>The name, in the schema, of the field that is answered by the statement.</summary>
    public string FieldName { get; } = fieldName;

    /// <summary>Each relation once, in the order in which they were found.</summary>
    public IReadOnlyList<GivenRelation> Relations => _relations;

    internal GivenRelation Of(Relation relation)
    {
        foreach (var given in _relations)
        {
            if (given.Relation == relation)
            {
                return given;
            }
        }

        var added = new GivenRelation(relation, _relations.Count);
        _relations.Add(added);
        return added;
    }
}

/// <summary>What a statement gives of one relation.</summary>
public sealed class GivenRelation
{
    internal const int NotCounted = -1;

    internal GivenRelation(Relation relation, int index)
    {
        Relation = relation;
        RowCounter = 2 * index;
    }

    /// <summary>Whose rows they are.</summary>
    public Relation Relation { get; }

    /// <summary>Whether a number of rows is told, as a total or as the length of a list.</summary>
    public bool IsCounted { get; internal set; }

    internal int RowCounter { get; }

    internal int GroupCounter => RowCounter + 1;
}
