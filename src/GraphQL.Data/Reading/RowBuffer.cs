using System.Buffers;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The bytes of the current row of a reader, copied out once into pooled memory that every row reuses.</summary>
internal sealed class RowBuffer(int columnCount) : IDisposable
{
    private const int Room = 4096;

    private readonly Segment[] _columns = new Segment[columnCount];
    private byte[] _data = ArrayPool<byte>.Shared.Rent(2 * Room);

    public Row Row => new(_data, _columns);

    /// <summary>The row from a column on: a scope's slots begin behind what the statement adds.</summary>
    public Row From(int firstColumn) => new(_data, _columns.AsSpan(firstColumn));

    public void Read(NpgsqlDataReader reader)
    {
        var position = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (reader.IsDBNull(i))
            {
                _columns[i] = new Segment(0, -1);
                continue;
            }

            if (_data.Length - position < Room)
            {
                Grow(_data.Length * 2, position);
            }

            var room = _data.Length - position;
            var length = (int)reader.GetBytes(i, 0, _data, position, room);
            if (length == room)
            {
                length = (int)reader.GetBytes(i, 0, null, 0, 0);
                Grow(Math.Max(_data.Length * 2, position + length + Room), position);
                _ = reader.GetBytes(i, 0, _data, position, length);
            }

            _columns[i] = new Segment(position, length);
            position += length;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _data, []));

    private void Grow(int size, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _data.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_data);
        _data = larger;
    }
}
