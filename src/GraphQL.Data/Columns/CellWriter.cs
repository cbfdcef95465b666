using System.Buffers;
using System.Buffers.Text;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>Writes lines of CSV into a buffer that is handed on when it has grown enough.</summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc4180. NULL is an empty cell and empty text is <c>""</c>, as in PostgreSQL's COPY.</remarks>
public sealed class CellWriter(int columns, bool escapesFormulas = false) : IDisposable
{
    private static readonly SearchValues<byte> Quoted = SearchValues.Create("\",\r\n"u8);
    private static readonly SearchValues<byte> QuotedItem = SearchValues.Create("\";\r\n"u8);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;
    private int _cell;
    private int? _listBegin;
    private bool _hasItem;

    /// <summary>What was written and not yet taken.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was taken.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins the next cell of the line.</summary>
    public void BeginCell()
    {
        if (_cell++ > 0)
        {
            Reserve(1);
            _buffer[_length++] = (byte)',';
        }
    }

    /// <summary>Begins a list in one cell, its items with semicolons between: as a whole it is text, quoted when it needs to be.</summary>
    public void BeginList()
    {
        _listBegin = _length;
        _hasItem = false;
    }

    /// <summary>Begins the next item of the list; one that stays empty has no value.</summary>
    public void BeginItem()
    {
        if (_hasItem)
        {
            WritePlain(";"u8);
        }

        _hasItem = true;
    }

    /// <summary>Ends the list; one of no items is empty text.</summary>
    public void EndList()
    {
        var begin = _listBegin!.Value;
        _listBegin = null;
        var length = _length - begin;
        var list = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(begin, length).CopyTo(list);
        _length = begin;
        WriteText(list.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(list);
    }

    /// <summary>Leaves the cell empty: there is no value.</summary>
    public void WriteNull()
    {
        // A line that is empty would be no line to many readers.
        if (columns == 1)
        {
            WritePlain("\"\""u8);
        }
    }

    /// <summary>Ends the line, as RFC 4180 has it.</summary>
    public void EndLine()
    {
        WritePlain("\r\n"u8);
        _cell = 0;
    }

    /// <summary>Writes any text, in quotes when it needs them.</summary>
    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        // Of a list the whole is looked at once more.
        var isItem = _listBegin is not null;
        var isFormula = !isItem && escapesFormulas && IsFormula(utf8);
        if (utf8.IsEmpty || utf8.ContainsAny(isItem ? QuotedItem : Quoted))
        {
            WriteQuoted(utf8, isFormula);
            return;
        }

        if (isFormula)
        {
            WritePlain("'"u8);
        }

        WritePlain(utf8);
    }

    /// <summary>Writes text that is known to need no quotes.</summary>
    public void WritePlain(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Writes a whole number.</summary>
    public void WriteNumber(long number)
    {
        _ = Utf8Formatter.TryFormat(number, GetSpan(20), out var length);
        _length += length;
    }

    /// <summary>Room for text that needs no quotes.</summary>
    public Span<byte> GetSpan(int size)
    {
        Reserve(size);
        return _buffer.AsSpan(_length);
    }

    /// <summary>Takes what was written into <see cref="GetSpan"/>; false when that is nothing.</summary>
    public bool TryAdvance(int length)
    {
        _length += length;
        return length > 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _length = 0;
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
    }

    private void WriteQuoted(ReadOnlySpan<byte> utf8, bool isFormula)
    {
        WritePlain(isFormula ? "\"'"u8 : "\""u8);
        while (utf8.IndexOf((byte)'"') is var quote and >= 0)
        {
            WritePlain(utf8[..(quote + 1)]);
            WritePlain("\""u8);
            utf8 = utf8[(quote + 1)..];
        }

        WritePlain(utf8);
        WritePlain("\""u8);
    }

    /// <remarks>https://owasp.org/www-community/attacks/CSV_Injection, and the same signs in full width.</remarks>
    private static bool IsFormula(ReadOnlySpan<byte> utf8) =>
        utf8 is [(byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..]
            or [0xEF, 0xBC, 0x9D or 0x8B or 0x8D or 0xA0, ..];

    private void Reserve(int size)
    {
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
