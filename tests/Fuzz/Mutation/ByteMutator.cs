using System.Text;

namespace HealthGraph.Fuzz.Tests.Mutation;

/// <summary>Damage that knows nothing of what the bytes mean: flips, cuts, repeats, and text that is none.</summary>
internal static class ByteMutator
{
    // What readers of text trip over: broken UTF-8, surrogates, ends of lines, the edges of numbers, escapes.
    private static readonly byte[][] Nasty =
    [
        [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0xC0, 0x80], [0xFF], [0x00], [0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80, 0xA8], [0x0D], [0x0D, 0x0A], [0x7F], [0x1A], [0xF0, 0x9F, 0x98],
        .. new[]
        {
            "\\u{D800}", "\\uD83D", "\\uD83D\\uDE00", "\\u{110000}", "\\u{1F600}", "\\u{}", "\\u00", "\\x", "\"\"\"", "\\\"\"\"", "\"", "#", "\\",
            "9223372036854775808", "-2147483649", "1e400", "-0", "00", "0.", "1e", "1E-5000", "NaN", "true", "null", "😀", "é", "\u0301",
            "{", "}", "[", "]", "(", ")", "...", "$", "@", "!", ":", "|", "&", "=", ",", "on", "fragment", "query", "__typename",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Mutate(byte[] data, byte[] other, Dice dice)
    {
        for (var rounds = dice.Between(1, 4); rounds > 0; rounds--)
        {
            data = Once(data, other, dice);
        }

        return data;
    }

    private static byte[] Once(byte[] data, byte[] other, Dice dice)
    {
        var at = dice.Below(data.Length + 1);
        var length = Math.Min(dice.OneIn(4) ? dice.Below(data.Length - at + 1) : dice.Between(1, 8), data.Length - at);
        switch (dice.Below(8))
        {
            case 0 when data.Length > 0:
                var flipped = (byte[])data.Clone();
                flipped[Math.Min(at, data.Length - 1)] ^= (byte)(1 << dice.Below(8));
                return flipped;
            case 1:
                return Replace(data, at, 0, [dice.Byte()]);
            case 2:
                return Replace(data, at, length, []);
            case 3:
                return Replace(data, at, 0, data.AsSpan(at, length));
            case 4:
                return Replace(data, at, 0, Repeat(data.AsSpan(at, Math.Min(length, 16)), dice.Between(2, 300)));
            case 5 when other.Length > 0:
                var from = dice.Below(other.Length);
                return Replace(data, at, length, other.AsSpan(from, Math.Min(dice.Between(1, 200), other.Length - from)));
            case 6:
                return Replace(data, at, length, []);
            default:
                return Replace(data, at, dice.OneIn(2) ? length : 0, dice.Pick(Nasty));
        }
    }

    public static byte[] Replace(ReadOnlySpan<byte> data, int at, int length, ReadOnlySpan<byte> with)
    {
        var result = new byte[data.Length - length + with.Length];
        data[..at].CopyTo(result);
        with.CopyTo(result.AsSpan(at));
        data[(at + length)..].CopyTo(result.AsSpan(at + with.Length));
        return result;
    }

    private static byte[] Repeat(ReadOnlySpan<byte> piece, int times)
    {
        var result = new byte[piece.Length * times];
        for (var i = 0; i < times; i++)
        {
            piece.CopyTo(result.AsSpan(i * piece.Length));
        }

        return result;
    }
}
