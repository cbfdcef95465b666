using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>
/// The arguments of one request, taken apart into steps (the shape), parameters (the values), and the relations that filters and
/// orders lead through.
/// </summary>
internal sealed class BoundRequest
{
    // Nearly every request finds its statement and is done with its steps then: the next one on the thread takes the list over.
    [ThreadStatic]
    private static List<Instruction>? _spare;

    private bool _parametersTaken;

    public BoundRequest()
    {
        Instructions = _spare ?? new(48);
        _spare = null;
    }

    /// <summary>The steps, until they are released.</summary>
    public List<Instruction> Instructions { get; private set; }

    public List<NpgsqlParameter> Parameters { get; } = new(8);

    /// <summary>Each relation once.</summary>
    public List<Relation> Relations { get; } = [];

    /// <summary>How many groups each selection of them may give.</summary>
    public List<int> GroupLimits { get; } = [];

    /// <summary>Lets go of the steps when nobody keeps them.</summary>
    public void ReleaseInstructions()
    {
        Instructions.Clear();
        _spare = Instructions;
        Instructions = [];
    }

    public void Use(Relation relation)
    {
        if (!Relations.Contains(relation))
        {
            Relations.Add(relation);
        }
    }

    public void Add(InstructionCode code, object? target = null, int number = 0) =>
        Instructions.Add(new Instruction(code, target, number));

    /// <summary>Parameters for a command: each belongs to one, so that a statement that is run again gets copies.</summary>
    public IEnumerable<NpgsqlParameter> TakeParameters()
    {
        var taken = _parametersTaken;
        _parametersTaken = true;
        return taken ? Parameters.Select(parameter => parameter.Clone()) : Parameters;
    }

    public void AddParameter(ColumnType type, object value) =>
        Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type.ParameterType, Value = value });

    public void AddArrayParameter(ColumnType type, object values) => Parameters.Add(new NpgsqlParameter
    {
        NpgsqlDbType = type.ParameterType == NpgsqlDbType.Unknown ? NpgsqlDbType.Unknown : NpgsqlDbType.Array | type.ParameterType,
        Value = values,
    });
}
