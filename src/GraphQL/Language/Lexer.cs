using System.Text;
using System.Text.Unicode;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Language;

/// <summary>
/// Finds one token after the other in UTF-8 text. It stands on one token; looking ahead is advancing a copy of it.
/// A string is checked when it is passed and decoded when it is asked for.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Language.Source-Text</remarks>
internal ref partial struct Lexer
{
    private const int EndOfText = -1;

    // What a byte begins, beside the punctuators, which are classes of their own by their kind of token.
    private const byte Other = 0;
    private const byte Ignored = 0x7D;
    private const byte Digit = 0x7E;
    private const byte NameStart = 0x7F;
    private const byte FirstOfName = Digit;

    private static readonly byte[] Classes = MakeClasses();

    private readonly Source _source;
    private readonly ReadOnlySpan<byte> _text;
    private bool _hasEscapes;

    public Lexer(Source source)
    {
        _source = source;
        _text = source.Text;
        if (!Utf8.IsValid(_text))
        {
            var offset = FirstInvalidByte(_text);
            throw Error(offset, $"Invalid character: the text is not UTF-8 (byte 0x{_text[offset]:X2}).");
        }
    }

    public TokenKind Kind { get; private set; }

    public int Start { get; private set; }

    public int End { get; private set; }

    /// <summary>Where the token before this one ended.</summary>
    public int PreviousEnd { get; private set; }

    public readonly ReadOnlySpan<byte> Token => _text[Start..End];

    public readonly bool Is(ReadOnlySpan<byte> keyword) => Kind == TokenKind.Name && Token.SequenceEqual(keyword);

    public readonly string NameValue() => NameTable.Get(Token);

    /// <summary>The token's value, for the kinds that have one.</summary>
    public readonly string? Value() => Kind switch
    {
        TokenKind.Name => NameValue(),
        TokenKind.Int or TokenKind.Float => NumberValue(),
        TokenKind.String or TokenKind.BlockString => StringValue(),
        _ => null,
    };

    /// <summary>The token as a syntax error names it.</summary>
    public readonly string Describe() => Value() is { } value ? $"{Kind.Describe()} \"{value}\"" : Kind.Describe();

    public readonly GraphQLException Error(int offset, string description) => SyntaxErrors.At(_source, offset, description);

    public void Advance()
    {
        PreviousEnd = End;
        var text = _text;
        var position = End;
        while ((uint)position < (uint)text.Length)
        {
            var next = text[position];
            var kind = Classes[next];
            if (kind == Ignored)
            {
                position++;
                continue;
            }

            if (kind == NameStart)
            {
                ReadName(position);
                return;
            }

            if (kind != Other && kind != Digit)
            {
                Set((TokenKind)kind, position, position + 1);
                return;
            }

            switch (next)
            {
                case (byte)'#':
                    position = EndOfLine(position);
                    continue;
                case 0xEF when At(position + 1) == 0xBB && At(position + 2) == 0xBF:
                    // The byte order mark is ignored wherever it stands.
                    position += 3;
                    continue;
                case (>= (byte)'0' and <= (byte)'9') or (byte)'-':
                    ReadNumber(position);
                    return;
                case (byte)'"':
                    ReadString(position);
                    return;
                case (byte)'.':
                    ReadSpread(position);
                    return;
                default:
                    throw Unexpected(position);
            }
        }

        Set(TokenKind.EndOfFile, text.Length, text.Length);
    }

    private void Set(TokenKind kind, int start, int end)
    {
        Kind = kind;
        Start = start;
        End = end;
    }

    private readonly int At(int position) => (uint)position < (uint)_text.Length ? _text[position] : EndOfText;

    private readonly int EndOfLine(int position)
    {
        var length = _text[position..].IndexOfAny((byte)'\n', (byte)'\r');
        return length < 0 ? _text.Length : position + length;
    }

    private void ReadName(int start)
    {
        var text = _text;
        var end = start + 1;
        while ((uint)end < (uint)text.Length && Classes[text[end]] >= FirstOfName)
        {
            end++;
        }

        Set(TokenKind.Name, start, end);
    }

    private void ReadSpread(int position)
    {
        if (At(position + 1) == '.')
        {
            if (At(position + 2) != '.')
            {
                throw Error(position, "Unexpected \"..\", did you mean \"...\"?");
            }

            Set(TokenKind.Spread, position, position + 3);
            return;
        }

        throw IsDigit(At(position + 1))
            ? Error(
                position,
                $"Invalid number, expected digit before \".\", did you mean \"0.{Encoding.ASCII.GetString(_text[(position + 1)..Digits(position + 1)])}\"?")
            : Unexpected(position);
    }

    private readonly GraphQLException Unexpected(int position) => Error(position, At(position) == '\''
        ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
        : $"Unexpected character: {DescribeCharacter(position)}.");

    /// <summary>The code point at a place as an error shows it.</summary>
    private readonly string DescribeCharacter(int position)
    {
        if (position >= _text.Length)
        {
            return TokenKind.EndOfFile.Describe();
        }

        _ = Rune.DecodeFromUtf8(_text[position..], out var rune, out _);
        return rune.Value switch
        {
            '"' => "'\"'",
            >= 0x20 and <= 0x7E => $"\"{rune}\"",
            _ => $"U+{rune.Value:X4}",
        };
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (var character = 0; character < classes.Length; character++)
        {
            classes[character] = (char)character switch
            {
                ' ' or ',' or '\t' or '\n' or '\r' => Ignored,
                '{' => (byte)TokenKind.BraceLeft,
                '}' => (byte)TokenKind.BraceRight,
                '(' => (byte)TokenKind.ParenLeft,
                ')' => (byte)TokenKind.ParenRight,
                ':' => (byte)TokenKind.Colon,
                '!' => (byte)TokenKind.Bang,
                '$' => (byte)TokenKind.Dollar,
                '@' => (byte)TokenKind.At,
                '[' => (byte)TokenKind.BracketLeft,
                ']' => (byte)TokenKind.BracketRight,
                '=' => (byte)TokenKind.Equals,
                '|' => (byte)TokenKind.Pipe,
                '&' => (byte)TokenKind.Ampersand,
                _ when IsDigit(character) => Digit,
                _ when IsNameStart(character) => NameStart,
                _ => Other,
            };
        }

        return classes;
    }

    private static bool IsDigit(int character) => (uint)(character - '0') <= 9;

    // Bit 0x20 is the only one in which a capital differs from its small letter.
    private static bool IsNameStart(int character) => (uint)((character | 0x20) - 'a') <= 'z' - 'a' || character == '_';

    private static int FirstInvalidByte(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
