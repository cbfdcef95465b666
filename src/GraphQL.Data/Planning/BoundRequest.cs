using HealthGraph.GraphQL.Data.Columns;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>The arguments of one request, taken apart into steps (the shape) and parameters (the values).</summary>
internal sealed class BoundRequest
{
    private readonly List<Instruction> _instructions = new(24);
    private readonly List<NpgsqlParameter> _parameters = new(8);

    public IReadOnlyList<Instruction> Instructions => _instructions;

    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    /// <summary>How many groups each selection of them may give.</summary>
    public List<int> GroupLimits { get; } = [];

    public void Add(InstructionCode code, object? target = null, int number = 0) =>
        _instructions.Add(new Instruction(code, target, number));

    public void AddParameter(ColumnType type, object value) =>
        _parameters.Add(new NpgsqlParameter { NpgsqlDbType = type.ParameterType, Value = value });

    public void AddArrayParameter(ColumnType type, object values) => _parameters.Add(new NpgsqlParameter
    {
        NpgsqlDbType = type.ParameterType == NpgsqlDbType.Unknown ? NpgsqlDbType.Unknown : NpgsqlDbType.Array | type.ParameterType,
        Value = values,
    });
}
