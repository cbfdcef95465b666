using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>The SQL of a selection for each shape of arguments it was asked with. Bounded: past the bound it is made and not kept.</summary>
internal sealed class StatementCache
{
    private const int Capacity = 256;

    private readonly ConcurrentDictionary<Key, Statement> _statements = new();

    public Statement GetOrAdd<TArgument>(BoundRequest request, Func<BoundRequest, TArgument, Statement> compile, TArgument argument)
    {
        var key = new Key(request.Instructions);
        if (_statements.TryGetValue(key, out var statement))
        {
            request.ReleaseInstructions();
            return statement;
        }

        statement = compile(request, argument);
        return _statements.Count < Capacity ? _statements.GetOrAdd(key, statement) : statement;
    }

    private readonly struct Key(List<Instruction> instructions) : IEquatable<Key>
    {
        private readonly List<Instruction> _instructions = instructions;
        private readonly int _hash = Hash(instructions);

        public bool Equals(Key other) => _hash == other._hash && CollectionsMarshal.AsSpan(_instructions).SequenceEqual(CollectionsMarshal.AsSpan(other._instructions));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => _hash;

        private static int Hash(List<Instruction> instructions)
        {
            var hash = default(HashCode);
            foreach (var instruction in instructions)
            {
                hash.Add(instruction);
            }

            return hash.ToHashCode();
        }
    }
}

/// <summary>One SQL statement and where in its rows to find what.</summary>
/// <param name="Sql">With positional parameters, in the order of the request's.</param>
/// <param name="FirstSlot">The ordinal of the scope's first slot.</param>
/// <param name="Keys">The ordinals of the order keys, when cursors are made; else empty.</param>
/// <param name="TotalOrdinal">The ordinal of the total, or -1.</param>
/// <param name="PresenceOrdinal">The ordinal of a key column that is NULL when the total comes without a row, or -1.</param>
/// <param name="PageCountOrdinal">The ordinal of the number of rows read, or -1.</param>
internal sealed record Statement(
    string Sql, int FirstSlot, IReadOnlyList<int> Keys, int TotalOrdinal, int PresenceOrdinal, int PageCountOrdinal, int ColumnCount)
{
    /// <summary>The ordinals of the groups, one for each selection of them; they come with the first row.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>False for a statement that counts and gives no rows of the relation.</summary>
    public bool HasRows { get; init; } = true;

    /// <summary>The relation whose rows are cut into a page, counted or grouped; null where rows are looked up by their keys.</summary>
    public Relation? Root { get; init; }
}
