using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>Rows in the binary format of COPY, gathered in memory: they can be written by several threads and sent by one.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-copy.html, Binary Format</remarks>
internal sealed class BinaryCopyRows
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);

    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    public long Count { get; private set; }

    public void Clear()
    {
        _buffer.ResetWrittenCount();
        Count = 0;
    }

    public BinaryCopyRows Row(short columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), columns);
        _buffer.Advance(2);
        Count++;
        return this;
    }

    public BinaryCopyRows Null()
    {
        WriteLength(-1);
        return this;
    }

    public BinaryCopyRows Add(Guid? value)
    {
        if (value is not { } id)
        {
            return Null();
        }

        WriteLength(16);
        id.TryWriteBytes(_buffer.GetSpan(16), bigEndian: true, out _);
        _buffer.Advance(16);
        return this;
    }

    public BinaryCopyRows Add(int? value)
    {
        if (value is not { } number)
        {
            return Null();
        }

        WriteLength(4);
        WriteLength(number);
        return this;
    }

    public BinaryCopyRows Add(long value)
    {
        WriteLength(8);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public BinaryCopyRows Add(bool value)
    {
        WriteLength(1);
        _buffer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _buffer.Advance(1);
        return this;
    }

    public BinaryCopyRows Add(string? value)
    {
        if (value is null)
        {
            return Null();
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteLength(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }

    /// <summary>A numeric.</summary>
    /// <remarks>src/backend/utils/adt/numeric.c of PostgreSQL, numeric_send: digits to the base of 10,000.</remarks>
    public BinaryCopyRows Add(decimal? value)
    {
        const int Base = 10_000;
        if (value is not { } number)
        {
            return Null();
        }

        var scale = number.Scale;
        var digits = new List<short>();
        var whole = decimal.Truncate(Math.Abs(number));
        var fraction = Math.Abs(number) - whole;
        for (; whole > 0; whole = decimal.Truncate(whole / Base))
        {
            digits.Insert(0, (short)(whole % Base));
        }

        var weight = digits.Count - 1;
        for (var places = 0; places < scale; places += 4)
        {
            fraction *= Base;
            digits.Add((short)decimal.Truncate(fraction));
            fraction -= decimal.Truncate(fraction);
        }

        WriteLength(8 + (2 * digits.Count));
        foreach (var part in (ReadOnlySpan<short>)[(short)digits.Count, (short)weight, (short)(number < 0 ? 0x4000 : 0), scale, .. digits])
        {
            BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), part);
            _buffer.Advance(2);
        }

        return this;
    }

    /// <summary>A text[].</summary>
    public BinaryCopyRows Add(IReadOnlyList<string> values)
    {
        const int TextOid = 25;
        WriteLength(values.Count == 0 ? 12 : 20 + values.Sum(value => 4 + Encoding.UTF8.GetByteCount(value)));
        WriteLength(values.Count == 0 ? 0 : 1);
        WriteLength(0);
        WriteLength(TextOid);
        if (values.Count > 0)
        {
            WriteLength(values.Count);
            WriteLength(1);
        }

        foreach (var value in values)
        {
            Add(value);
        }

        return this;
    }

    public BinaryCopyRows AddJson(ReadOnlySpan<byte> utf8)
    {
        const byte FormatVersion = 1;
        WriteLength(utf8.Length + 1);
        _buffer.Write([FormatVersion]);
        _buffer.Write(utf8);
        return this;
    }

    public BinaryCopyRows Add(DateTimeOffset? value) =>
        value is { } time ? Add((time.UtcDateTime.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond) : Null();

    public BinaryCopyRows Add(DateOnly? value) =>
        value is { } day ? Add((int?)(day.DayNumber - DateOnly.FromDateTime(Epoch).DayNumber)) : Null();

    private void WriteLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), length);
        _buffer.Advance(4);
    }
}

/// <summary>One COPY … FROM STDIN (FORMAT binary). Disposing of it before <see cref="CompleteAsync"/> takes every row back.</summary>
internal sealed class BinaryCopy : IAsyncDisposable
{
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] Trailer = [0xff, 0xff];

    private readonly NpgsqlRawCopyStream _stream;
    private bool _completed;

    private BinaryCopy(NpgsqlRawCopyStream stream) => _stream = stream;

    public static async Task<BinaryCopy> BeginAsync(NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(
            $"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", cancellationToken);
        await stream.WriteAsync(Header, cancellationToken);
        return new BinaryCopy(stream);
    }

    /// <summary>All the rows of one COPY.</summary>
    public static async Task SendAsync(
        NpgsqlConnection connection, string table, string columns, BinaryCopyRows rows, CancellationToken cancellationToken)
    {
        await using var copy = await BeginAsync(connection, table, columns, cancellationToken);
        await copy.WriteAsync(rows, cancellationToken);
        await copy.CompleteAsync(cancellationToken);
    }

    public async Task WriteAsync(BinaryCopyRows rows, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(rows.Bytes, cancellationToken);

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Trailer, cancellationToken);
        // The server may still refuse the rows; the copy has ended then too.
        _completed = true;
        await _stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            await _stream.CancelAsync();
            await _stream.DisposeAsync();
        }
    }
}
