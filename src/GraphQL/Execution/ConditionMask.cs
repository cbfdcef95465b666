namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// The values of all variables that decide a <c>@skip</c> or <c>@include</c> of an operation, and whether it is delivered
/// incrementally (then those of <c>@defer</c> and <c>@stream</c> too): two requests with the same mask select the same fields,
/// and put off the same. Small, and equal by value, so that it can be part of a cache key.
/// </summary>
public readonly record struct ConditionMask
{
    private const int BitsEach = 2;
    private const int InFirstWord = 64 / BitsEach;

    private readonly ulong _bits;

    // Only for an operation with more than 32 such variables.
    private readonly string? _rest;

    private ConditionMask(ulong bits, string? rest, bool isIncremental)
    {
        _bits = bits;
        _rest = rest;
        IsIncremental = isIncremental;
    }

    /// <summary>Whether <c>@defer</c> and <c>@stream</c> are heeded.</summary>
    public bool IsIncremental { get; }

    internal static ConditionMask Of(IReadOnlyList<string> names, IReadOnlyDictionary<string, object?> variables, bool isIncremental)
    {
        ulong bits = 0;
        for (var i = 0; i < names.Count && i < InFirstWord; i++)
        {
            bits |= (ulong)StateOf(names[i], variables) << (i * BitsEach);
        }

        var rest = names.Count > InFirstWord
            ? string.Concat(names.Skip(InFirstWord).Select(name => (char)('0' + (int)StateOf(name, variables))))
            : null;
        return new ConditionMask(bits, rest, isIncremental);
    }

    internal ConditionState this[int index] => index < InFirstWord
        ? (ConditionState)((_bits >> (index * BitsEach)) & 3)
        : (ConditionState)(_rest![index - InFirstWord] - '0');

    private static ConditionState StateOf(string name, IReadOnlyDictionary<string, object?> variables) =>
        !variables.TryGetValue(name, out var value) ? ConditionState.Absent
        : value is bool condition ? (condition ? ConditionState.True : ConditionState.False)
        : ConditionState.Null;
}

/// <summary>What a Boolean variable can be once it is coerced.</summary>
internal enum ConditionState
{
    False,
    True,
    Null,
    Absent,
}
