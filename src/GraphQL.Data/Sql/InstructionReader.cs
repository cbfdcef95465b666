using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>Reads the steps of a request in order, and numbers its parameters as it goes.</summary>
internal sealed class InstructionReader(IReadOnlyList<Instruction> instructions)
{
    private int _position;
    private int _parameter;

    public Instruction Next() => instructions[_position++];

    public bool TryNext(InstructionCode code, out Instruction instruction)
    {
        instruction = _position < instructions.Count ? instructions[_position] : default;
        if (_position >= instructions.Count || instruction.Code != code)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>The columns that the steps ahead are about, without reading on.</summary>
    public IEnumerable<Column> ColumnsUntil(InstructionCode code) =>
        instructions.Skip(_position).TakeWhile(step => step.Code != code).Select(step => step.Target).OfType<Column>();

    /// <summary>The next parameter, as SQL names it.</summary>
    public string Parameter() => $"${++_parameter}";
}
