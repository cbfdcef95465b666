using System.Buffers.Binary;
using System.Buffers.Text;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>PostgreSQL's binary send format, as <c>SELECT</c> returns it.</summary>
/// <remarks>https://www.postgresql.org/docs/15/protocol-overview.html#PROTOCOL-FORMAT-CODES; layouts from the types' send functions.</remarks>
internal static class PostgresBinary
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const int PostgresEpochDayNumber = 730_119;
    private const int MaxDayNumber = 3_652_058;

    public static short Int16(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt16BigEndian(value);

    public static int Int32(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt32BigEndian(value);

    public static long Int64(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64BigEndian(value);

    /// <summary>Days since 2000, as a <c>date</c> is sent.</summary>
    public static int Days(DateOnly date) => date.DayNumber - PostgresEpochDayNumber;

    /// <summary>Microseconds since 2000, as a <c>timestamp</c> is sent; what is finer is cut.</summary>
    public static long Microseconds(DateTime instant) => (instant.Ticks / TimeSpan.TicksPerMicrosecond) - (PostgresEpochDayNumber * MicrosecondsPerDay);

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss[.ffffff]Z</c> without trailing zeros; 0 when the year is outside 1 to 9999.</summary>
    public static int FormatTimestamp(ReadOnlySpan<byte> value, Span<byte> text)
    {
        var microseconds = Int64(value);
        var day = FloorDivide(microseconds, MicrosecondsPerDay);
        if (microseconds is long.MaxValue or long.MinValue || !FormatDay(day, text))
        {
            return 0;
        }

        text[10] = (byte)'T';
        var length = 11 + FormatTimeOfDay(microseconds - (day * MicrosecondsPerDay), text[11..]);
        text[length] = (byte)'Z';
        return length + 1;
    }

    /// <summary>Writes <c>yyyy-MM-dd</c>; 0 when the year is outside 1 to 9999.</summary>
    public static int FormatDate(ReadOnlySpan<byte> value, Span<byte> text) =>
        Int32(value) is var days and not int.MaxValue and not int.MinValue && FormatDay(days, text) ? 10 : 0;

    /// <summary>Writes <c>HH:mm:ss[.ffffff]</c>; 0 for 24:00:00, which is no time of a day elsewhere.</summary>
    public static int FormatTime(ReadOnlySpan<byte> value, Span<byte> text) =>
        Int64(value) is var microseconds and < MicrosecondsPerDay ? FormatTimeOfDay(microseconds, text) : 0;

    public static NpgsqlInterval Interval(ReadOnlySpan<byte> value) => new(Int32(value[12..]), Int32(value[8..]), Int64(value));

    /// <summary>Writes an ISO 8601 duration such as <c>P1Y2M3DT4H5M6.7S</c>; 0 for the infinities.</summary>
    public static int FormatInterval(ReadOnlySpan<byte> value, Span<byte> text)
    {
        var microseconds = Int64(value);
        var days = Int32(value[8..]);
        var months = Int32(value[12..]);
        if ((microseconds, days, months) is (long.MaxValue, int.MaxValue, int.MaxValue) or (long.MinValue, int.MinValue, int.MinValue))
        {
            return 0;
        }

        var position = 0;
        text[position++] = (byte)'P';
        Part(months / 12, (byte)'Y', text, ref position);
        Part(months % 12, (byte)'M', text, ref position);
        Part(days, (byte)'D', text, ref position);
        if (microseconds != 0)
        {
            text[position++] = (byte)'T';
            Part(microseconds / 3_600_000_000, (byte)'H', text, ref position);
            Part(microseconds / 60_000_000 % 60, (byte)'M', text, ref position);
            var rest = microseconds % 60_000_000;
            if (rest != 0)
            {
                if (rest < 0)
                {
                    text[position++] = (byte)'-';
                    rest = -rest;
                }

                _ = Utf8Formatter.TryFormat(rest / 1_000_000, text[position..], out var written);
                position += written;
                position += FormatFraction((int)(rest % 1_000_000), text[position..]);
                text[position++] = (byte)'S';
            }
        }

        if (position == 1)
        {
            "T0S"u8.CopyTo(text[1..]);
            position = 4;
        }

        return position;
    }

    private static void Part(long number, byte unit, Span<byte> text, ref int position)
    {
        if (number == 0)
        {
            return;
        }

        _ = Utf8Formatter.TryFormat(number, text[position..], out var written);
        position += written;
        text[position++] = unit;
    }

    private static bool FormatDay(long daysSince2000, Span<byte> text)
    {
        var dayNumber = daysSince2000 + PostgresEpochDayNumber;
        if (dayNumber is < 0 or > MaxDayNumber)
        {
            return false;
        }

        DateOnly.FromDayNumber((int)dayNumber).Deconstruct(out var year, out var month, out var day);
        TwoDigits(year / 100, text);
        TwoDigits(year % 100, text[2..]);
        text[4] = (byte)'-';
        TwoDigits(month, text[5..]);
        text[7] = (byte)'-';
        TwoDigits(day, text[8..]);
        return true;
    }

    private static int FormatTimeOfDay(long microseconds, Span<byte> text)
    {
        var seconds = (int)(microseconds / 1_000_000);
        TwoDigits(seconds / 3600, text);
        text[2] = (byte)':';
        TwoDigits(seconds / 60 % 60, text[3..]);
        text[5] = (byte)':';
        TwoDigits(seconds % 60, text[6..]);
        return 8 + FormatFraction((int)(microseconds % 1_000_000), text[8..]);
    }

    private static int FormatFraction(int microseconds, Span<byte> text)
    {
        if (microseconds == 0)
        {
            return 0;
        }

        var digits = 6;
        while (microseconds % 10 == 0)
        {
            microseconds /= 10;
            digits--;
        }

        text[0] = (byte)'.';
        for (var i = digits; i > 0; i--)
        {
            text[i] = (byte)('0' + (microseconds % 10));
            microseconds /= 10;
        }

        return digits + 1;
    }

    private static void TwoDigits(int number, Span<byte> text)
    {
        text[0] = (byte)('0' + (number / 10));
        text[1] = (byte)('0' + (number % 10));
    }

    private static long FloorDivide(long dividend, long divisor)
    {
        var quotient = dividend / divisor;
        return dividend % divisor < 0 ? quotient - 1 : quotient;
    }
}
