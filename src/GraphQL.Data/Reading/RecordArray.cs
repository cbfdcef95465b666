using System.Buffers.Binary;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The records of an array of anonymous records, as <c>ARRAY(SELECT ROW(…))</c> sends them.</summary>
/// <remarks>array_send: dimensions, flags, element type, length and lower bound of each dimension, then length and bytes of each
/// element; record_send: column count, then type, length and bytes of each column.</remarks>
internal readonly ref struct RecordArray(ReadOnlySpan<byte> array, int width)
{
    private readonly ReadOnlySpan<byte> _array = array;

    public int Count => BinaryPrimitives.ReadInt32BigEndian(_array) == 0 ? 0 : BinaryPrimitives.ReadInt32BigEndian(_array[12..]);

    public Enumerator GetEnumerator() => new(_array, width);

    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _array;
        private readonly Segment[] _columns;
        private int _remaining;
        private int _position;

        public Enumerator(ReadOnlySpan<byte> array, int width)
        {
            _array = array;
            var empty = BinaryPrimitives.ReadInt32BigEndian(array) == 0;
            _remaining = empty ? 0 : BinaryPrimitives.ReadInt32BigEndian(array[12..]);
            _position = 20;
            _columns = _remaining == 0 ? [] : new Segment[width];
        }

        public readonly Row Current => new(_array, _columns);

        public bool MoveNext()
        {
            if (_remaining-- == 0)
            {
                return false;
            }

            // The element's length, its record's column count, then the columns.
            _position += 8;
            for (var i = 0; i < _columns.Length; i++)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(_array[(_position + 4)..]);
                _position += 8;
                _columns[i] = new Segment(_position, length);
                _position += Math.Max(length, 0);
            }

            return true;
        }
    }
}
