using System.Globalization;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Cost;

/// <summary>How many items the list of one selected field has: <c>@listSize</c> with the arguments that were given.</summary>
/// <remarks>
/// A slicing argument that is a list counts with its length. One past the list's maximum counts as the maximum: the list can be no longer, and a field that refuses such a
/// page says so better than a price does.
/// </remarks>
internal sealed class ListLength
{
    private readonly CollectedField _field;
    private readonly ListSize _size;
    private readonly double _unsliced;
    private readonly List<(string? Variable, double? Given, double? Default)> _slices = [];

    public ListLength(CollectedField field, ListSize size, double defaultSize, bool isWhole)
    {
        _field = field;
        _size = size;
        _unsliced = (isWhole ? null : size.SlicingArgumentDefaultValue) ?? size.AssumedSize ?? defaultSize;
        foreach (var name in size.SlicingArguments)
        {
            var definition = field.Definition.FindArgument(name);
            var byDefault = Number(definition?.DefaultValue);
            var given = field.Nodes[0].Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;
            _slices.Add(given is VariableNode variable
                ? (variable.Name.Value, null, byDefault)
                : (null, given is null ? byDefault : Number(given), null));
        }
    }

    public bool IsConstant => _slices.TrueForAll(slice => slice.Variable is null);

    /// <exception cref="GraphQLException">Exactly one slicing argument must be given, and is not.</exception>
    public double Evaluate(IReadOnlyDictionary<string, object?> variables)
    {
        var count = 0;
        var largest = 0d;
        foreach (var (variable, given, byDefault) in _slices)
        {
            var slice = variable is null ? given
                : variables.TryGetValue(variable, out var value) ? NumberOf(value)
                : byDefault;
            if (slice is { } number)
            {
                count++;
                largest = Math.Max(largest, number);
            }
        }

        if (_size.RequireOneSlicingArgument && _slices.Count > 0 && count != 1)
        {
            throw new GraphQLException(GraphQLError.At(
                "Exactly one slicing argument must be defined.", ErrorCodes.SlicingArgumentRequired, _field.Nodes[0]));
        }

        var maximum = _size.AssumedSize ?? double.PositiveInfinity;
        return count > 0 ? Math.Min(largest, maximum) : _unsliced;
    }

    private static double? Number(ValueNode? value) => value switch
    {
        IntValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        ListValueNode list => list.Values.Count,
        _ => null,
    };

    private static double? NumberOf(object? value) => value switch
    {
        int number => number,
        long number => number,
        short number => number,
        double number => number,
        IReadOnlyCollection<object?> items => items.Count,
        _ => null,
    };
}
