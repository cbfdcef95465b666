using System.Globalization;
using System.Text.Json;

namespace HealthGraph.GraphQL.Values;

/// <summary>Numbers as JavaScript prints them, because messages and literals are worded as graphql-js words them.</summary>
/// <remarks>https://tc39.es/ecma262/#sec-numeric-types-number-tostring</remarks>
internal static class JavaScriptNumber
{

    public static string Print(JsonElement number)
    {
        var text = number.GetRawText();
        return IsInteger(text) && text is not "-0" ? text : Print(number.GetDouble());
    }

    /// <summary>Only digits and a sign: no fraction, no exponent.</summary>
    public static bool IsInteger(string text) => text.All(static character => char.IsAsciiDigit(character) || character == '-');

    public static string Print(double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return "0";
        }

        // The shortest digits that give the number back, as 123.45, 0.00012 or 1.5E+21.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = shortest.IndexOf('E');
        var mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(shortest.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var pointAt = mantissa.IndexOf('.');
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var point = (pointAt < 0 ? mantissa.Length : pointAt) + exponent - (digits.Length - significant.Length);
        return (value < 0 ? "-" : "") + Layout(significant.TrimEnd('0'), point);
    }

    /// <param name="digits">The significant digits.</param>
    /// <param name="point">How many digits stand before the decimal point.</param>
    private static string Layout(string digits, int point)
    {
        var count = digits.Length;
        if (count <= point && point <= 21)
        {
            return digits.PadRight(point, '0');
        }

        if (point is > 0 and <= 21)
        {
            return $"{digits[..point]}.{digits[point..]}";
        }

        if (point is > -6 and <= 0)
        {
            return $"0.{new string('0', -point)}{digits}";
        }

        var exponent = (point > 0 ? "e+" : "e-") + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture);
        return count == 1 ? digits + exponent : $"{digits[..1]}.{digits[1..]}{exponent}";
    }
}
