namespace HealthGraph.GraphQL.Execution;

/// <summary>A completed object of the response: values beside the fields they belong to.</summary>
/// <remarks>
/// A value is null, a <see cref="ResultObject"/>, an <see cref="IReadOnlyList{T}"/> of values, a leaf (string, bool, number,
/// JsonElement), what is written already, or a <see cref="StreamedLeaf"/>.
/// </remarks>
public sealed class ResultObject
{
    private readonly object?[] _values;

    internal ResultObject(CollectedFields fields, object?[] values)
    {
        Fields = fields;
        _values = values;
    }

    /// <summary>In the order of the response.</summary>
    public CollectedFields Fields { get; }

    /// <summary>One for each of <see cref="Fields"/>.</summary>
    public IReadOnlyList<object?> Values => _values;

    internal object? this[int index] => _values[index];

    /// <summary>The value under a response name.</summary>
    public bool TryGetValue(string responseName, out object? value)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].ResponseName == responseName)
            {
                value = _values[i];
                return true;
            }
        }

        value = null;
        return false;
    }
}

/// <summary>The place of a <see cref="StreamedValue"/> in the response.</summary>
public sealed record StreamedLeaf(StreamedValue Value, CollectedField Field, ResponsePath Path);
