using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>The formats of dates and times: ISO 8601, and no other spelling of it.</summary>
internal static partial class TimeFormats
{
    public static bool TryParseDateTime(string text, out DateTimeOffset value)
    {
        value = default;
        return DateTimePattern().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    public static string PrintDateTime(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static bool TryParseLocalDateTime(string text, out DateTime value) =>
        DateTime.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
        && !text.EndsWith('.');

    public static string? PrintLocalDateTime(DateTime value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    public static bool TryParseDate(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    public static string PrintDate(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static bool TryParseTime(string text, out TimeOnly value) =>
        TimeOnly.TryParseExact(
            text, ["HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
        && !text.EndsWith('.');

    public static string PrintTime(TimeOnly value) => value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>Days to seconds; years and months have no fixed length and are refused, weeks are days.</summary>
    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = default;
        if (!DurationPattern().IsMatch(text))
        {
            return false;
        }

        try
        {
            var weeks = WeeksPattern().Match(text);
            value = weeks.Success
                ? TimeSpan.FromDays(7 * int.Parse(weeks.Groups["weeks"].ValueSpan, CultureInfo.InvariantCulture)) * (text[0] == '-' ? -1 : 1)
                : XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception exception) when (exception is OverflowException or FormatException)
        {
            return false;
        }
    }

    public static string PrintDuration(TimeSpan value) => XmlConvert.ToString(value);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateTimePattern();

    [GeneratedRegex(@"^-?P(\d+W|(?=\d|T\d)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,7})?S)?)?)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^-?P(?<weeks>\d+)W\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WeeksPattern();
}
