namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>One row, or one record of a nested list, in PostgreSQL's binary format.</summary>
internal readonly ref struct Row(ReadOnlySpan<byte> data, ReadOnlySpan<Segment> columns)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly ReadOnlySpan<Segment> _columns = columns;

    public ReadOnlySpan<byte> this[int slot] => _data.Slice(_columns[slot].Start, _columns[slot].Length);

    public bool IsNull(int slot) => _columns[slot].Length < 0;
}

/// <summary>Where a column's bytes lie; a negative length is NULL.</summary>
internal readonly record struct Segment(int Start, int Length);
