using System.Buffers;
using System.Text;

namespace HealthGraph.GraphQL.Language;

// https://spec.graphql.org/September2025/#sec-String-Value
internal ref partial struct Lexer
{
    private readonly string StringValue()
    {
        if (Kind == TokenKind.BlockString)
        {
            return BlockString.Dedent(Encoding.UTF8.GetString(_text[(Start + 3)..(End - 3)]));
        }

        return _hasEscapes ? Unescape() : Encoding.UTF8.GetString(_text[(Start + 1)..(End - 1)]);
    }

    private void ReadString(int start)
    {
        if (At(start + 1) == '"' && At(start + 2) == '"')
        {
            ReadBlockString(start);
            return;
        }

        _hasEscapes = false;
        var position = start + 1;
        while (true)
        {
            var length = _text[position..].IndexOfAny("\"\\\n\r"u8);
            position = length < 0 ? _text.Length : position + length;
            switch (At(position))
            {
                case '"':
                    Set(TokenKind.String, start, position + 1);
                    return;
                case '\\':
                    _hasEscapes = true;
                    ReadEscape(position, out var size);
                    position += size;
                    continue;
                default:
                    throw Error(position, "Unterminated string.");
            }
        }
    }

    private void ReadBlockString(int start)
    {
        var position = start + 3;
        while (true)
        {
            var length = _text[position..].IndexOf("\"\"\""u8);
            if (length < 0)
            {
                throw Error(_text.Length, "Unterminated string.");
            }

            position += length;

            // Only a backslash just before three quotes is special; a second one before it is plain text.
            if (At(position - 1) != '\\')
            {
                Set(TokenKind.BlockString, start, position + 3);
                return;
            }

            position += 3;
        }
    }

    private readonly string Unescape()
    {
        // In UTF-16 a text has no more units than its bytes in UTF-8, escapes included.
        var rented = ArrayPool<char>.Shared.Rent(End - Start);
        Span<char> result = rented;
        var length = 0;
        var position = Start + 1;
        var end = End - 1;
        while (position < end)
        {
            var plain = _text[position..end];
            var escape = plain.IndexOf((byte)'\\');
            plain = escape < 0 ? plain : plain[..escape];
            length += Encoding.UTF8.GetChars(plain, result[length..]);
            position += plain.Length;
            if (position < end)
            {
                length += ReadEscape(position, out var size).EncodeToUtf16(result[length..]);
                position += size;
            }
        }

        var text = new string(result[..length]);
        ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    /// <summary>What the escape sequence at a backslash stands for, and how many bytes it takes.</summary>
    private readonly Rune ReadEscape(int position, out int size)
    {
        if (At(position + 1) == 'u')
        {
            return At(position + 2) == '{' ? ReadBracedUnicode(position, out size) : ReadFixedUnicode(position, out size);
        }

        size = 2;
        return new Rune(At(position + 1) switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error(position, $"Invalid character escape sequence: \"{Excerpt(position, 2)}\"."),
        });
    }

    private readonly Rune ReadBracedUnicode(int position, out int size)
    {
        const int Longest = 12;
        var point = 0;
        size = 3;
        while (size < Longest)
        {
            var character = At(position + size++);
            if (character == '}')
            {
                if (size < 5 || !Rune.TryCreate(point, out var rune))
                {
                    break;
                }

                return rune;
            }

            point = (point << 4) | HexDigit(character);
            if (point < 0)
            {
                break;
            }
        }

        throw InvalidUnicodeEscape(position, size);
    }

    private readonly Rune ReadFixedUnicode(int position, out int size)
    {
        var first = FourHexDigits(position + 2);
        size = 6;
        if (Rune.TryCreate(first, out var rune))
        {
            return rune;
        }

        if (first is >= 0xD800 and <= 0xDBFF && At(position + 6) == '\\' && At(position + 7) == 'u')
        {
            size = 12;
            var second = FourHexDigits(position + 8);
            if (second is >= 0xDC00 and <= 0xDFFF)
            {
                return new Rune((char)first, (char)second);
            }
        }

        throw InvalidUnicodeEscape(position, 6);
    }

    /// <summary>The value of four hexadecimal digits, negative when one of them is none.</summary>
    private readonly int FourHexDigits(int position) =>
        (HexDigit(At(position)) << 12) | (HexDigit(At(position + 1)) << 8) | (HexDigit(At(position + 2)) << 4) | HexDigit(At(position + 3));

    private static int HexDigit(int character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'F' => character - 'A' + 10,
        >= 'a' and <= 'f' => character - 'a' + 10,
        _ => -1,
    };

    private readonly Errors.GraphQLException InvalidUnicodeEscape(int position, int length) =>
        Error(position, $"Invalid Unicode escape sequence: \"{Excerpt(position, length)}\".");

    /// <summary>Some UTF-16 code units of the text; half a surrogate pair is shown as the replacement character.</summary>
    private readonly string Excerpt(int position, int length)
    {
        const int LongestCharacter = 4;
        var end = Math.Min(_text.Length, position + (length * LongestCharacter));
        while (end < _text.Length && (_text[end] & 0xC0) == 0x80)
        {
            end++;
        }

        var text = Encoding.UTF8.GetString(_text[position..end]);
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[..Math.Min(length, text.Length)]));
    }
}
