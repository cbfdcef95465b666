using System.Buffers.Binary;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>The decimal digits of a PostgreSQL <c>numeric</c>, of any size, with the scale it was stored with.</summary>
/// <remarks>numeric_send: digits of base 10,000, weight of the first, sign, display scale, then the digits.</remarks>
internal static class NumericText
{
    private const ushort Negative = 0x4000;
    private const ushort Positive = 0x0000;
    private const ushort PositiveInfinity = 0xD000;
    private const ushort NegativeInfinity = 0xF000;

    /// <summary>The room that <see cref="Format"/> may need for a value.</summary>
    public static int MaxLength(ReadOnlySpan<byte> value)
    {
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);
        return ((Math.Max((int)weight, 0) + 1) * 4) + scale + 8;
    }

    /// <summary>Writes the number; 0 for NaN and the infinities.</summary>
    public static int Format(ReadOnlySpan<byte> value, Span<byte> text)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(value);
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);
        if (sign is not (Positive or Negative))
        {
            return 0;
        }

        var digits = value[8..];
        var position = 0;
        if (sign == Negative)
        {
            text[position++] = (byte)'-';
        }

        var start = position;
        for (var group = 0; group <= weight; group++)
        {
            position += FourDigits(Digit(digits, count, group), text[position..], position == start);
        }

        if (position == start)
        {
            text[position++] = (byte)'0';
        }

        if (scale == 0)
        {
            return position;
        }

        text[position++] = (byte)'.';
        var end = position + scale;
        Span<byte> four = stackalloc byte[4];
        for (var group = weight + 1; position < end; group++)
        {
            _ = FourDigits(Digit(digits, count, group), four, skipZeros: false);
            var taken = Math.Min(4, end - position);
            four[..taken].CopyTo(text[position..]);
            position += taken;
        }

        return position;
    }

    /// <summary>Whether it is neither NaN nor infinite.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt16BigEndian(value[4..]) is Negative or Positive;

    /// <summary>NaN and the infinities, as PostgreSQL writes them.</summary>
    public static string Special(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt16BigEndian(value[4..]) switch
    {
        PositiveInfinity => "Infinity",
        NegativeInfinity => "-Infinity",
        _ => "NaN",
    };

    private static int Digit(ReadOnlySpan<byte> digits, int count, int group) =>
        group >= 0 && group < count ? BinaryPrimitives.ReadInt16BigEndian(digits[(group * 2)..]) : 0;

    private static int FourDigits(int number, Span<byte> text, bool skipZeros)
    {
        var position = 0;
        for (var divisor = 1000; divisor > 0; divisor /= 10)
        {
            var digit = number / divisor % 10;
            if (digit != 0 || !skipZeros)
            {
                text[position++] = (byte)('0' + digit);
                skipZeros = false;
            }
        }

        return position;
    }
}
