using System.Text;

namespace HealthGraph.GraphQL.Language;

/// <summary>A GraphQL document as it came in: UTF-8 text, and the way from a byte offset to a line and a column.</summary>
public sealed class Source
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _text;

    // Found when the first place is asked for; a document without errors never does.
    private int[]? _lineStarts;

    /// <summary>A text as it came in.</summary>
    public Source(ReadOnlyMemory<byte> text, string name = "GraphQL request")
    {
        _text = text;
        Name = name;
    }

    /// <summary>A text that is at hand as a string. Half a surrogate pair in it is an error once it is parsed.</summary>
    public Source(string text, string name = "GraphQL request")
        : this(Encode(text), name)
    {
    }

    /// <summary>What messages call this text.</summary>
    public string Name { get; }

    /// <summary>The bytes, UTF-8 if they are GraphQL.</summary>
    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>Line and column of a byte offset, both from 1; columns count UTF-16 code units, as graphql-js does.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#LineTerminator: LF, CR and CR LF each end one line.</remarks>
    public SourceLocation GetLocation(int offset)
    {
        var text = _text.Span;
        offset = Math.Min(offset, text.Length);
        var starts = _lineStarts ??= FindLineStarts(text);
        var found = Array.BinarySearch(starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new SourceLocation(line + 1, Encoding.UTF8.GetCharCount(text[starts[line]..offset]) + 1);
    }

    // Half a surrogate pair is no character of a document. What stands for it here is no UTF-8, so that the lexer refuses it at its place.
    private static byte[] Encode(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            return [.. Encoding.UTF8.GetBytes(text[..exception.Index]), 0xED];
        }
    }

    private static int[] FindLineStarts(ReadOnlySpan<byte> text)
    {
        List<int> starts = [0];
        var position = 0;
        while (text[position..].IndexOfAny((byte)'\n', (byte)'\r') is var length and >= 0)
        {
            position += length + 1;
            if (text[position - 1] == (byte)'\r' && position < text.Length && text[position] == (byte)'\n')
            {
                position++;
            }

            starts.Add(position);
        }

        return [.. starts];
    }
}

/// <summary>A place in a document: line and column, both counted from 1.</summary>
public readonly record struct SourceLocation(int Line, int Column);
