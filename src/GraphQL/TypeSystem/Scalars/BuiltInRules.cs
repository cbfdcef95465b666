using System.Globalization;
using System.Numerics;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.TypeSystem.Scalars;

// The rules of the specified scalars, one class each: what a resolver may return, what a variable may hold, what a literal may be.

internal static class IntRules
{
    public static object Output(object value) => value switch
    {
        int or short or byte or sbyte or ushort => value,
        bool condition => condition ? 1 : 0,
        long whole => Fit(whole, whole),
        uint whole => Fit(whole, whole),
        ulong or decimal or double or float or BigInteger => FromDouble(Convert.ToDouble(value is BigInteger big ? (double)big : value, CultureInfo.InvariantCulture), value),
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? FromDouble(number, text)
            : throw NotAnInteger(ScalarText.Inspect(text)),
        JsonElement or Enum => ScalarText.Unwrap(value) is { } inner and not JsonElement ? Output(inner) : throw NotAnInteger(ScalarText.Inspect(value)),
        _ => throw NotAnInteger(ScalarText.Inspect(value)),
    };

    public static object Input(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Number)
        {
            throw NotAnInteger(ScalarText.Inspect(input));
        }

        return input.TryGetInt32(out var number) ? number : FromDouble(input.GetDouble(), input);
    }

    public static object Literal(ValueNode literal)
    {
        if (literal is not IntValueNode number)
        {
            throw NotAnInteger(ScalarText.Print(literal));
        }

        return int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw OutOfRange(number.Value);
    }

    private static int FromDouble(double number, object shown)
    {
        if (!double.IsInteger(number))
        {
            throw NotAnInteger(ScalarText.Inspect(shown));
        }

        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw OutOfRange(ScalarText.Inspect(shown));
    }

    private static int Fit(long number, object shown) =>
        number is >= int.MinValue and <= int.MaxValue ? (int)number : throw OutOfRange(ScalarText.Inspect(shown));

    private static ValueCoercionException NotAnInteger(string shown) => new($"Int cannot represent non-integer value: {shown}");

    private static ValueCoercionException OutOfRange(string shown) => new($"Int cannot represent non 32-bit signed integer value: {shown}");
}

internal static class FloatRules
{
    public static object Output(object value) => value switch
    {
        double number => double.IsFinite(number) ? value : throw NotANumber(ScalarText.Inspect(value)),
        float number => float.IsFinite(number) ? value : throw NotANumber(ScalarText.Inspect(value)),
        int or long or short or byte or sbyte or ushort or uint or ulong or decimal => value,
        bool condition => condition ? 1 : 0,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw NotANumber(ScalarText.Inspect(text)),
        JsonElement { ValueKind: JsonValueKind.Number } => value,
        JsonElement or Enum => ScalarText.Unwrap(value) is { } inner and not JsonElement ? Output(inner) : throw NotANumber(ScalarText.Inspect(value)),
        _ => throw NotANumber(ScalarText.Inspect(value)),
    };

    public static object Input(JsonElement input) => input.ValueKind == JsonValueKind.Number && double.IsFinite(input.GetDouble())
        ? input.GetDouble()
        : throw NotANumber(ScalarText.Inspect(input));

    public static object Literal(ValueNode literal) => literal switch
    {
        IntValueNode number => Parse(number.Value),
        FloatValueNode number => Parse(number.Value),
        _ => throw NotANumber(ScalarText.Print(literal)),
    };

    private static double Parse(string text)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw NotANumber(text);
    }

    private static ValueCoercionException NotANumber(string shown) => new($"Float cannot represent non numeric value: {shown}");
}

internal static class StringRules
{
    public static object Output(object value) => value switch
    {
        string => value,
        bool condition => condition ? "true" : "false",
        double number => double.IsFinite(number) ? JavaScriptNumber.Print(number) : throw NotText(value),
        float number => float.IsFinite(number) ? JavaScriptNumber.Print(number) : throw NotText(value),
        JsonElement { ValueKind: JsonValueKind.Number } number => JavaScriptNumber.Print(number),
        JsonElement or Enum => ScalarText.Unwrap(value) is { } inner and not JsonElement ? Output(inner) : throw NotText(value),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => throw NotText(value),
    };

    public static object Input(JsonElement input) => input.ValueKind == JsonValueKind.String
        ? input.GetString()!
        : throw new ValueCoercionException($"String cannot represent a non string value: {ScalarText.Inspect(input)}");

    private static ValueCoercionException NotText(object value) => new($"String cannot represent value: {ScalarText.Inspect(value)}");
}

internal static class BooleanRules
{
    private static readonly object True = true;
    private static readonly object False = false;

    public static object Output(object value) => value switch
    {
        bool => value,
        int number => number != 0 ? True : False,
        long number => number != 0 ? True : False,
        short or byte or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture) != 0 ? True : False,
        double number when double.IsFinite(number) => number != 0 ? True : False,
        JsonElement => ScalarText.Unwrap(value) is { } inner and not JsonElement ? Output(inner) : throw NotABoolean(value),
        _ => throw NotABoolean(value),
    };

    public static object Input(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        _ => throw NotABoolean(input),
    };

    private static ValueCoercionException NotABoolean(object value) =>
        new($"Boolean cannot represent a non boolean value: {ScalarText.Inspect(value)}");
}

internal static class IdRules
{
    public static object Output(object value) => value switch
    {
        string => value,
        double or float or decimal => FromNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture), value),
        int or long or short or byte or sbyte or ushort or uint or ulong or BigInteger or Guid =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        JsonElement { ValueKind: JsonValueKind.Number } number => FromNumber(number.GetDouble(), value),
        JsonElement or Enum => ScalarText.Unwrap(value) is { } inner and not JsonElement ? Output(inner) : throw NotAnId(value),
        _ => throw NotAnId(value),
    };

    public static object Input(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => input.GetString()!,
        JsonValueKind.Number => FromNumber(input.GetDouble(), input),
        _ => throw NotAnId(input),
    };

    public static object Literal(ValueNode literal) => literal switch
    {
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        _ => throw new ValueCoercionException($"ID cannot represent a non-string and non-integer value: {ScalarText.Print(literal)}"),
    };

    private static string FromNumber(double number, object shown) =>
        double.IsInteger(number) ? ScalarText.Inspect(shown) : throw NotAnId(shown);

    private static ValueCoercionException NotAnId(object value) => new($"ID cannot represent value: {ScalarText.Inspect(value)}");
}
