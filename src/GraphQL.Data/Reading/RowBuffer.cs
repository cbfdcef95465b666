using Npgsql;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The bytes of the current row of a reader, copied out once and reused for every row.</summary>
internal sealed class RowBuffer(int columnCount)
{
    private const int Room = 4096;

    private readonly Segment[] _columns = new Segment[columnCount];
    private byte[] _data = new byte[2 * Room];

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
                Array.Resize(ref _data, _data.Length * 2);
            }

            var room = _data.Length - position;
            var length = (int)reader.GetBytes(i, 0, _data, position, room);
            if (length == room)
            {
                length = (int)reader.GetBytes(i, 0, null, 0, 0);
                Array.Resize(ref _data, Math.Max(_data.Length * 2, position + length + Room));
                _ = reader.GetBytes(i, 0, _data, position, length);
            }

            _columns[i] = new Segment(position, length);
            position += length;
        }
    }
}
