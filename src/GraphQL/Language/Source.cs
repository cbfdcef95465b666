using System.Text;

namespace HealthGraph.GraphQL.Language;

/// <summary>A GraphQL document as it came in: UTF-8 text, and the way from a byte offset to a line and a column.</summary>
public sealed class Source
{
    private readonly ReadOnlyMemory<byte> _text;

    public Source(ReadOnlyMemory<byte> text, string name = "GraphQL request")
    {
        _text = text;
        Name = name;
    }

    public Source(string text, string name = "GraphQL request")
        : this(Encoding.UTF8.GetBytes(text), name)
    {
    }

    /// <summary>What messages call this text.</summary>
    public string Name { get; }

    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>Line and column of a byte offset, both from 1; columns count UTF-16 code units, as graphql-js does.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#LineTerminator: LF, CR and CR LF each end one line.</remarks>
    public SourceLocation GetLocation(int offset)
    {
        var text = _text.Span;
        offset = Math.Min(offset, text.Length);
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset; i++)
        {
            if (text[i] == (byte)'\n' || (text[i] == (byte)'\r' && !(i + 1 < text.Length && text[i + 1] == (byte)'\n')))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new SourceLocation(line, Encoding.UTF8.GetCharCount(text[lineStart..offset]) + 1);
    }
}

/// <summary>A place in a document: line and column, both counted from 1.</summary>
public readonly record struct SourceLocation(int Line, int Column);
