namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>The elements of an array in PostgreSQL's binary format, in the order in which it has them.</summary>
/// <remarks>array_send: dimensions, whether there are NULLs, the elements' type, length and lower bound of each dimension, then length and bytes of
/// each element; the length of NULL is -1.</remarks>
internal ref struct PostgresArray(ReadOnlySpan<byte> array)
{
    private const int HeaderLength = 12;
    private const int DimensionLength = 8;

    private ReadOnlySpan<byte> _rest = PostgresBinary.Int32(array) is var dimensions and > 0 ? array[(HeaderLength + (DimensionLength * dimensions))..] : [];

    public PostgresArrayItem Current { get; private set; }

    public readonly PostgresArray GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var length = PostgresBinary.Int32(_rest);
        Current = new PostgresArrayItem(length < 0, _rest.Slice(4, Math.Max(0, length)));
        _rest = _rest[(4 + Current.Value.Length)..];
        return true;
    }
}

/// <summary>An element of an array; it has no value when it is NULL.</summary>
internal readonly ref struct PostgresArrayItem(bool isNull, ReadOnlySpan<byte> value)
{
    public bool IsNull { get; } = isNull;

    public ReadOnlySpan<byte> Value { get; } = value;
}
